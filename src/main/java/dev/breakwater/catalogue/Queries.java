package dev.breakwater.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** The queries of the database. Used by its thread. */
final class Queries {
    private static final long DAY_MILLIS = 86_400_000L;

    /** Remembered absences do not count as stored files of a module. */
    private static final String MODULES = """
        SELECT repository, module, count(DISTINCT nullif(version, '')), count(*), sum(size), max(fetched), max(used)
        FROM entry WHERE module LIKE ? ESCAPE '\\' AND module <> '' AND standing <> 'absent'
        AND (? = '' OR repository = ?) GROUP BY module, repository""";

    private static final String VERSIONS = """
        SELECT version, kind, size, standing, vouched, upstream, hosted, fetched, used,
            coalesce((SELECT times FROM download WHERE download.repository = entry.repository
                AND download.module = entry.module AND download.version = entry.version), 0)
        FROM entry WHERE module = ? AND repository = ? AND version <> '' ORDER BY version, kind""";

    private static final String TOTALS = """
        SELECT repository, count(*), sum(size),
            count(DISTINCT CASE WHEN standing <> 'absent' THEN nullif(module, '') END),
            count(DISTINCT CASE WHEN standing <> 'absent' AND version <> '' THEN module || '@' || version END),
            sum(CASE WHEN hosted THEN size ELSE 0 END)
        FROM entry GROUP BY repository ORDER BY repository""";

    private final CatalogueFile database;

    Queries(CatalogueFile database) {
        this.database = database;
    }

    ModulePage modules(String text, String repository, BiPredicate<String, String> visible, long offset, int most)
            throws SQLException {
        String like = "%" + text.replaceAll("([%_\\\\])", "\\\\$1") + "%";
        List<ModuleLine> page = new ArrayList<>();
        long found = 0;
        try (ResultSet row = database.statement(MODULES + " ORDER BY module, repository", like, repository, repository)
                .executeQuery()) {
            while (row.next()) {
                if (visible.test(row.getString(1), row.getString(2))) {
                    if (found >= offset && page.size() < most) {
                        page.add(module(row));
                    }
                    found++;
                }
            }
        }
        return new ModulePage(found, offset, withDownloads(page));
    }

    List<ModuleLine> biggest(BiPredicate<String, String> visible, int most) throws SQLException {
        List<ModuleLine> biggest = new ArrayList<>();
        try (ResultSet row = database.statement(MODULES + " ORDER BY sum(size) DESC, module, repository", "%", "", "")
                .executeQuery()) {
            while (biggest.size() < most && row.next()) {
                if (visible.test(row.getString(1), row.getString(2))) {
                    biggest.add(module(row));
                }
            }
        }
        return withDownloads(biggest);
    }

    private static ModuleLine module(ResultSet row) throws SQLException {
        return new ModuleLine(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                Instant.ofEpochMilli(row.getLong(6)),
                Instant.ofEpochMilli(row.getLong(7)),
                0);
    }

    private List<ModuleLine> withDownloads(List<ModuleLine> modules) throws SQLException {
        List<ModuleLine> all = new ArrayList<>();
        for (ModuleLine module : modules) {
            try (ResultSet row = database.statement(
                            "SELECT coalesce(sum(times), 0) FROM download WHERE repository = ? AND module = ?",
                            module.repository(),
                            module.module())
                    .executeQuery()) {
                all.add(module.downloaded(row.next() ? row.getLong(1) : 0));
            }
        }
        return List.copyOf(all);
    }

    List<VersionLine> versions(String repository, String module) throws SQLException {
        Map<String, VersionLine> versions = new LinkedHashMap<>();
        try (ResultSet row = database.statement(VERSIONS, module, repository).executeQuery()) {
            while (row.next()) {
                // in the order of their kinds the archive comes last, so its values count
                VersionLine line = new VersionLine(
                        row.getString(1),
                        List.of(row.getString(2)),
                        row.getLong(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getBoolean(7),
                        Instant.ofEpochMilli(row.getLong(8)),
                        Instant.ofEpochMilli(row.getLong(9)),
                        row.getLong(10));
                versions.merge(line.version(), line, VersionLine::and);
            }
        }
        return List.copyOf(versions.values());
    }

    List<RepositoryTotal> totals() throws SQLException {
        List<RepositoryTotal> totals = new ArrayList<>();
        try (ResultSet row = database.statement(TOTALS).executeQuery()) {
            while (row.next()) {
                totals.add(new RepositoryTotal(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)));
            }
        }
        return totals;
    }

    /** The days from {@code first} on, counted since 1970, with data. */
    List<GrowthDay> growth(long first) throws SQLException {
        Map<Long, GrowthDay> days = new TreeMap<>();
        try (ResultSet row = database.statement("SELECT day, entries, bytes FROM day WHERE day >= ?", first)
                .executeQuery()) {
            while (row.next()) {
                long day = row.getLong(1);
                days.put(day, new GrowthDay(LocalDate.ofEpochDay(day), row.getLong(2), row.getLong(3), 0, 0));
            }
        }
        try (ResultSet row = database.statement(
                        "SELECT fetched / 86400000, count(*), sum(size) FROM entry WHERE fetched >= ? GROUP BY 1",
                        first * DAY_MILLIS)
                .executeQuery()) {
            while (row.next()) {
                long day = row.getLong(1);
                GrowthDay held = days.getOrDefault(day, new GrowthDay(LocalDate.ofEpochDay(day), 0, 0, 0, 0));
                days.put(
                        day,
                        new GrowthDay(
                                held.day(), held.entriesHeld(), held.bytesHeld(), row.getLong(2), row.getLong(3)));
            }
        }
        return List.copyOf(days.values());
    }
}
