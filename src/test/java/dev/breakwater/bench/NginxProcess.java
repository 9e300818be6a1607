package dev.breakwater.bench;

import dev.breakwater.testing.Ports;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** An nginx that serves the files of a folder, {@code .gz} ones as JSON in gzip. Ended by closing. */
final class NginxProcess implements MeasuredServer, AutoCloseable {
    private final Process process;
    private final int port;

    private NginxProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one over {@code files} and waits until it answers; its own files are beside that folder. */
    static NginxProcess start(Path files) throws IOException {
        int port = Ports.free();
        Path own = Files.createTempDirectory("breakwater-nginx");
        Path configuration = Files.writeString(own.resolve("nginx.conf"), """
                worker_processes 2; daemon off; pid %1$s/pid; error_log %1$s/errors;
                events { worker_connections 1024; }
                http {
                  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; keepalive_timeout 75;
                  open_file_cache max=1000 inactive=60s; default_type application/octet-stream;
                  client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3;
                  uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
                  server { listen 127.0.0.1:%2$d; root %3$s;
                    location ~ \\.gz$ { types { application/json gz; } add_header Content-Encoding gzip; } }
                }
                """.formatted(own, port, files));
        Process process = new ProcessBuilder("nginx", "-e", own + "/errors", "-c", configuration.toString())
                .inheritIO()
                .start();
        NginxProcess nginx = new NginxProcess(process, port);
        for (int i = 0; i < 400; i++) {
            try {
                if (RawHttp.get(nginx.url() + "/ready").status() > 0) {
                    return nginx;
                }
            } catch (IOException e) {
                LockSupport.parkNanos(10_000_000);
            }
        }
        nginx.close();
        throw new IOException("nginx does not answer");
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public Duration cpu() {
        return ServerProcess.cpu(process.toHandle());
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
