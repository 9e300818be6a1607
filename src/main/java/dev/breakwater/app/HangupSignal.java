package dev.breakwater.app;

import java.lang.reflect.Proxy;

/**
 * The signal SIGHUP, by which an operator makes a running server reload its configuration. The JDK's class for it is supported
 * (JEP 260), but javac warns of it without a way to suppress that; so it is looked up by reflection.
 */
final class HangupSignal {
    private HangupSignal() {}

    /**
     * Runs {@code action} at each SIGHUP from now on, on its own thread.
     *
     * @return false if this system has no such signal, or the JVM runs with signals disabled
     */
    static boolean on(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return switch (method.getName()) {
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "equals" -> proxy.equals(args[0]);
                            default -> "HangUp";
                        };
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handling);
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
