package dev.breakwater.catalogue;

import dev.breakwater.repository.Naming;
import dev.breakwater.store.DataFolders;
import dev.breakwater.store.Inventory;
import dev.breakwater.store.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The SQLite file: its schema, and the writes. Used by one thread. */
final class CatalogueFile implements AutoCloseable {
    /** The version of the schema, the file's {@code user_version}; a file with another one is rebuilt. */
    private static final int FORM = 1;

    private static final String[] TABLES = {
        """
        CREATE TABLE entry (
            repository TEXT NOT NULL, path TEXT NOT NULL, module TEXT NOT NULL, version TEXT NOT NULL,
            kind TEXT NOT NULL, size INTEGER NOT NULL, standing TEXT NOT NULL, vouched TEXT NOT NULL,
            upstream TEXT NOT NULL, hosted INTEGER NOT NULL, fetched INTEGER NOT NULL, used INTEGER NOT NULL,
            round INTEGER NOT NULL, PRIMARY KEY (repository, path)) WITHOUT ROWID""",
        "CREATE INDEX entry_module ON entry (module, repository, version, standing, size, fetched, used)",
        """
        CREATE TABLE download (
            repository TEXT NOT NULL, module TEXT NOT NULL, version TEXT NOT NULL, times INTEGER NOT NULL,
            PRIMARY KEY (repository, module, version)) WITHOUT ROWID""",
        "CREATE TABLE day (day INTEGER PRIMARY KEY, entries INTEGER NOT NULL, bytes INTEGER NOT NULL)",
        "CREATE TABLE fact (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    };

    private static final String PUT = """
        INSERT OR REPLACE INTO entry (repository, path, module, version, kind, size, standing, vouched, upstream, hosted,
            fetched, used, round) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String DOWNLOADED = """
        INSERT INTO download (repository, module, version, times) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET times = times + excluded.times""";

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private CatalogueFile(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens or creates the file; recreates one of another version.
     *
     * @throws SQLException if that fails, as for a file that is not SQLite's
     */
    static CatalogueFile open(Path file) throws SQLException, IOException {
        DataFolders.make(parent(file));
        CatalogueFile database = connect(file);
        if (database.form() == FORM) {
            return database;
        }
        database.close();
        delete(file);
        CatalogueFile fresh = connect(file);
        for (String table : TABLES) {
            fresh.run(table);
        }
        fresh.run("PRAGMA user_version = " + FORM);
        fresh.commit();
        return fresh;
    }

    private static Path parent(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IOException(file + " has no folder");
        }
        return parent;
    }

    /**
     * A folder for temporary files often forbids executing code in it, so the library is unpacked beside the database, where we
     * may write.
     */
    private static CatalogueFile connect(Path file) throws SQLException, IOException {
        Path library = parent(file).resolve("native");
        DataFolders.make(library);
        System.setProperty("org.sqlite.tmpdir", library.toString());
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        CatalogueFile database = new CatalogueFile(connection);
        try {
            database.run("PRAGMA journal_mode = WAL");
            database.run("PRAGMA synchronous = NORMAL");
            database.run("PRAGMA cache_size = -1024");
            database.run("PRAGMA journal_size_limit = 4194304");
            connection.setAutoCommit(false);
            return database;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Removes the file and its side files. */
    static void delete(Path file) throws IOException {
        for (String suffix : new String[] {"", "-wal", "-shm"}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
    }

    private int form() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A statement with these parameters: texts and numbers. */
    PreparedStatement statement(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    void put(Inventory.Item item, Naming.PackageVersion named, long round) throws SQLException {
        statement(
                        PUT,
                        item.key().repository(),
                        item.key().path(),
                        named.module(),
                        named.version(),
                        named.kind(),
                        item.size(),
                        item.meta().standing().name().toLowerCase(Locale.ROOT),
                        item.meta().by(),
                        item.meta().upstream(),
                        item.meta().hosted() ? 1 : 0,
                        item.meta().fetchedAt().toEpochMilli(),
                        item.used().toEpochMilli(),
                        round)
                .executeUpdate();
    }

    void remove(Key key) throws SQLException {
        statement("DELETE FROM entry WHERE repository = ? AND path = ?", key.repository(), key.path())
                .executeUpdate();
    }

    /** Removes entries that no walk has seen since the one before {@code round}. */
    void removeBefore(long round) throws SQLException {
        statement("DELETE FROM entry WHERE round < ?", round).executeUpdate();
    }

    /** Whether an entry of that module is stored under {@code repository}. */
    boolean has(String repository, String module) throws SQLException {
        try (ResultSet row = statement(
                        "SELECT 1 FROM entry WHERE module = ? AND repository = ? LIMIT 1", module, repository)
                .executeQuery()) {
            return row.next();
        }
    }

    void downloaded(Key key, Naming.PackageVersion named, long times, long at) throws SQLException {
        statement(DOWNLOADED, key.repository(), named.module(), named.version(), times)
                .executeUpdate();
        statement(
                        "UPDATE entry SET used = max(used, ?) WHERE repository = ? AND path = ?",
                        at,
                        key.repository(),
                        key.path())
                .executeUpdate();
    }

    void held(long day) throws SQLException {
        statement("INSERT OR REPLACE INTO day SELECT ?, count(*), coalesce(sum(size), 0) FROM entry", day)
                .executeUpdate();
    }

    /** A stored number; {@code otherwise} if it was never stored. */
    long fact(String name, long otherwise) throws SQLException {
        try (ResultSet row =
                statement("SELECT value FROM fact WHERE name = ?", name).executeQuery()) {
            return row.next() ? row.getLong(1) : otherwise;
        }
    }

    void keep(String name, long value) throws SQLException {
        statement("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", name, value)
                .executeUpdate();
    }

    long entries() throws SQLException {
        try (ResultSet row = statement("SELECT count(*) FROM entry").executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        connection.close();
    }
}
