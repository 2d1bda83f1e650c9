extension Migration {
    /// Version 1: runs with their snapshots, samples, scores, overrides, stored calls and pins.
    ///
    /// Conventions: `key` is SQLite's row number and never leaves the store; `id` is the record's
    /// name. Times are UTC milliseconds, durations microseconds, costs billionths of a dollar.
    /// Hashes are 32 bytes. JSON is canonical. Rules that must hold whoever writes are constraints
    /// and triggers here, not Swift.
    static let runs = Migration(
        version: 1, name: "runs",
        sql: runTables + sampleTables + scoreTables + judgmentTables + searchTables + triggers)

    private static let runTables = """
        -- Texts that many records share, stored once: rendered prompts, cases, prompt templates.
        CREATE TABLE content (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            body TEXT NOT NULL,
            searchable INTEGER NOT NULL DEFAULT 0 CHECK (searchable IN (0, 1))
        ) STRICT;

        CREATE TABLE run (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE CHECK (id GLOB 'run_*' AND length(id) = 30),
            kind TEXT NOT NULL CHECK (kind <> ''),
            suite TEXT NOT NULL,
            suite_path TEXT,
            status TEXT NOT NULL
                CHECK (status IN ('running', 'interrupted', 'complete', 'failed')),
            created INTEGER NOT NULL,
            finished INTEGER,
            seed INTEGER NOT NULL,
            epochs INTEGER NOT NULL CHECK (epochs >= 1),
            reducer TEXT NOT NULL,
            manifest TEXT NOT NULL CHECK (json_valid(manifest)),
            manifest_hash BLOB NOT NULL CHECK (length(manifest_hash) = 32),
            planned INTEGER CHECK (planned >= 0),
            shard_index INTEGER,
            shard_count INTEGER,
            origin TEXT CHECK (origin IS NULL OR json_valid(origin)),
            labels TEXT NOT NULL CHECK (json_valid(labels)),
            notes TEXT NOT NULL,
            tool_version TEXT NOT NULL,
            -- SHA-256 over the samples' hashes in order, set when the run is complete.
            digest BLOB CHECK (digest IS NULL OR length(digest) = 32),
            CHECK ((finished IS NULL) = (status = 'running')),
            CHECK ((digest IS NULL) = (status <> 'complete')),
            CHECK ((shard_index IS NULL) = (shard_count IS NULL)),
            CHECK (shard_index BETWEEN 1 AND shard_count)
        ) STRICT;
        CREATE INDEX run_manifest ON run (manifest_hash);

        -- Who works on a running run.
        CREATE TABLE lease (
            run INTEGER PRIMARY KEY REFERENCES run (key) ON DELETE CASCADE,
            holder TEXT NOT NULL,
            host TEXT NOT NULL,
            machine TEXT NOT NULL,
            pid INTEGER NOT NULL,
            process_start INTEGER,
            acquired INTEGER NOT NULL,
            heartbeat INTEGER NOT NULL
        ) STRICT;

        -- Counts kept with every write, so that lists need not count samples.
        CREATE TABLE run_count (
            run INTEGER PRIMARY KEY REFERENCES run (key) ON DELETE CASCADE,
            samples INTEGER NOT NULL DEFAULT 0,
            failures INTEGER NOT NULL DEFAULT 0,
            reused INTEGER NOT NULL DEFAULT 0,
            tokens_in INTEGER NOT NULL DEFAULT 0,
            tokens_out INTEGER NOT NULL DEFAULT 0,
            cost INTEGER NOT NULL DEFAULT 0,
            cost_unknown INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE case_snapshot (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL REFERENCES run (key) ON DELETE CASCADE,
            case_id TEXT NOT NULL CHECK (case_id <> ''),
            ordinal INTEGER NOT NULL,
            tags TEXT NOT NULL CHECK (json_valid(tags)),
            clauses TEXT NOT NULL CHECK (json_valid(clauses)),
            group_key TEXT,
            content INTEGER NOT NULL REFERENCES content (key),
            UNIQUE (run, case_id),
            UNIQUE (run, ordinal)
        ) STRICT;
        CREATE INDEX case_content ON case_snapshot (content);

        CREATE TABLE prompt_snapshot (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL REFERENCES run (key) ON DELETE CASCADE,
            prompt_id TEXT NOT NULL CHECK (prompt_id <> ''),
            ordinal INTEGER NOT NULL,
            factors TEXT NOT NULL CHECK (json_valid(factors)),
            content INTEGER NOT NULL REFERENCES content (key),
            UNIQUE (run, prompt_id),
            UNIQUE (run, ordinal)
        ) STRICT;
        CREATE INDEX prompt_content ON prompt_snapshot (content);

        CREATE TABLE model_snapshot (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL REFERENCES run (key) ON DELETE CASCADE,
            alias TEXT NOT NULL CHECK (alias <> ''),
            ordinal INTEGER NOT NULL,
            identity TEXT NOT NULL CHECK (json_valid(identity)),
            simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)),
            prices TEXT CHECK (prices IS NULL OR json_valid(prices)),
            UNIQUE (run, alias),
            UNIQUE (run, ordinal)
        ) STRICT;

        """

    private static let sampleTables = """
        -- The narrow part of a sample, which lists and statistics read.
        CREATE TABLE sample (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE CHECK (length(id) = 30),
            run INTEGER NOT NULL REFERENCES run (key) ON DELETE CASCADE,
            case_key INTEGER NOT NULL REFERENCES case_snapshot (key),
            prompt_key INTEGER NOT NULL REFERENCES prompt_snapshot (key),
            model_key INTEGER NOT NULL REFERENCES model_snapshot (key),
            epoch INTEGER NOT NULL CHECK (epoch >= 0),
            seed INTEGER NOT NULL CHECK (seed >= 0),
            -- The rendered prompt: the messages at the transcript's beginning.
            prompt INTEGER NOT NULL REFERENCES content (key),
            finish TEXT,
            tokens_in INTEGER CHECK (tokens_in >= 0),
            tokens_out INTEGER CHECK (tokens_out >= 0),
            tokens_cached INTEGER CHECK (tokens_cached >= 0),
            latency INTEGER CHECK (latency >= 0),
            first_token INTEGER CHECK (first_token >= 0),
            retries INTEGER NOT NULL CHECK (retries >= 0),
            cost INTEGER CHECK (cost >= 0),
            failure TEXT CHECK (failure <> ''),
            reused_from TEXT,
            reused INTEGER NOT NULL CHECK (reused IN (0, 1)),
            started INTEGER NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        CREATE UNIQUE INDEX sample_cell
            ON sample (run, case_key, prompt_key, model_key, epoch);
        CREATE INDEX sample_run ON sample (run);
        CREATE INDEX sample_case ON sample (case_key);
        CREATE INDEX sample_prompt ON sample (prompt);
        CREATE INDEX sample_reused_from ON sample (reused_from) WHERE reused_from IS NOT NULL;

        -- The wide part.
        CREATE TABLE sample_body (
            sample INTEGER PRIMARY KEY REFERENCES sample (key) ON DELETE CASCADE,
            output TEXT NOT NULL,
            -- The messages behind the prompt; null where they are one answer of plain text.
            reply TEXT,
            call_keys TEXT NOT NULL,
            failure_message TEXT,
            logprobs TEXT,
            served_model TEXT
        ) STRICT;

        CREATE TABLE stored_call (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            reply TEXT NOT NULL,
            sample TEXT,
            created INTEGER NOT NULL
        ) STRICT;

        """

    private static let scoreTables = """
        CREATE TABLE scoring (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE CHECK (id GLOB 'scg_*' AND length(id) = 30),
            run INTEGER NOT NULL REFERENCES run (key) ON DELETE CASCADE,
            scorers TEXT NOT NULL CHECK (json_valid(scorers)),
            scorers_hash BLOB NOT NULL CHECK (length(scorers_hash) = 32),
            created INTEGER NOT NULL,
            is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
            -- A sealed scoring takes no more scores.
            sealed INTEGER NOT NULL CHECK (sealed IN (0, 1)),
            note TEXT NOT NULL
        ) STRICT;
        CREATE INDEX scoring_run ON scoring (run);
        CREATE UNIQUE INDEX scoring_primary ON scoring (run) WHERE is_primary = 1;

        CREATE TABLE scorer (
            key INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (name <> '')
        ) STRICT;

        -- Verdicts: 0 fail, 1 pass, 2 could not score. A score's id derives from its key columns.
        -- The trigger score_insert checks scoring and scorer at a fraction of the price of two foreign keys.
        CREATE TABLE score (
            sample INTEGER NOT NULL REFERENCES sample (key) ON DELETE CASCADE,
            scoring INTEGER NOT NULL,
            scorer INTEGER NOT NULL,
            verdict INTEGER NOT NULL CHECK (verdict BETWEEN 0 AND 2),
            value REAL,
            reason TEXT NOT NULL,
            detail TEXT,
            weight REAL NOT NULL,
            latency INTEGER,
            cost INTEGER,
            PRIMARY KEY (sample, scoring, scorer)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE score_count (
            scoring INTEGER NOT NULL REFERENCES scoring (key) ON DELETE CASCADE,
            scorer INTEGER NOT NULL REFERENCES scorer (key),
            verdict INTEGER NOT NULL CHECK (verdict BETWEEN 0 AND 2),
            count INTEGER NOT NULL CHECK (count >= 0),
            PRIMARY KEY (scoring, scorer, verdict)
        ) STRICT, WITHOUT ROWID;

        """

    private static let judgmentTables = """
        -- People's corrections: appended only. They name records by id without a foreign key,
        -- because they are rebuilt from their authors' files also where the run is not at hand.
        CREATE TABLE override (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE CHECK (id GLOB 'ovr_*' AND length(id) = 30),
            run TEXT NOT NULL CHECK (length(run) = 30),
            sample TEXT NOT NULL CHECK (length(sample) = 30),
            scorer TEXT NOT NULL CHECK (scorer <> ''),
            score TEXT,
            verdict INTEGER NOT NULL CHECK (verdict BETWEEN 0 AND 2),
            value REAL,
            note TEXT NOT NULL,
            author TEXT NOT NULL CHECK (author <> ''),
            created INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX override_sample ON override (sample);
        CREATE INDEX override_run ON override (run);

        -- A document's claims. While one names a run, the run can't be removed.
        CREATE TABLE evidence_pin (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE CHECK (id GLOB 'pin_*' AND length(id) = 30),
            run INTEGER NOT NULL REFERENCES run (key) ON DELETE RESTRICT,
            scoring INTEGER REFERENCES scoring (key) ON DELETE RESTRICT,
            document TEXT NOT NULL CHECK (document <> ''),
            view TEXT NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            created INTEGER NOT NULL,
            UNIQUE (run, document, view)
        ) STRICT;
        CREATE INDEX evidence_pin_document ON evidence_pin (document);

        """

    private static let searchTables = """
        -- Full text, filled behind the samples: search_state.watermark is the last key indexed.
        CREATE TABLE search_state (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            watermark INTEGER NOT NULL
        ) STRICT;
        INSERT INTO search_state VALUES (1, 0);
        CREATE VIRTUAL TABLE prompt_search USING fts5 (
            text, content = '', tokenize = 'unicode61 remove_diacritics 2');
        CREATE VIRTUAL TABLE output_search USING fts5 (
            text, content = '', tokenize = 'unicode61 remove_diacritics 2');

        """

    // A run's removal cascades; by then its row is gone, so that none of these holds it up.
    private static let triggers = """
        CREATE TRIGGER run_final BEFORE UPDATE OF
            key, id, kind, suite, suite_path, status, created, finished, seed, epochs, reducer,
            manifest, manifest_hash, planned, shard_index, shard_count, origin, tool_version, digest
        ON run WHEN old.status = 'complete'
        BEGIN SELECT RAISE(ABORT, 'a complete run does not change'); END;

        CREATE TRIGGER sample_insert BEFORE INSERT ON sample
        WHEN (SELECT status FROM run WHERE key = new.run) IS NOT 'running'
        BEGIN SELECT RAISE(ABORT, 'only a running run takes samples'); END;
        CREATE TRIGGER sample_update BEFORE UPDATE ON sample
        BEGIN SELECT RAISE(ABORT, 'a sample does not change'); END;
        CREATE TRIGGER sample_delete BEFORE DELETE ON sample
        WHEN (SELECT status FROM run WHERE key = old.run) = 'complete'
        BEGIN SELECT RAISE(ABORT, 'a complete run does not change'); END;
        CREATE TRIGGER sample_body_update BEFORE UPDATE ON sample_body
        BEGIN SELECT RAISE(ABORT, 'a sample does not change'); END;
        CREATE TRIGGER sample_body_delete BEFORE DELETE ON sample_body
        WHEN (SELECT run.status FROM sample JOIN run ON run.key = sample.run
            WHERE sample.key = old.sample) = 'complete'
        BEGIN SELECT RAISE(ABORT, 'a complete run does not change'); END;

        CREATE TRIGGER case_insert BEFORE INSERT ON case_snapshot
        WHEN (SELECT status FROM run WHERE key = new.run) IS NOT 'running'
        BEGIN SELECT RAISE(ABORT, 'only a running run takes cases'); END;
        CREATE TRIGGER case_update BEFORE UPDATE ON case_snapshot
        BEGIN SELECT RAISE(ABORT, 'a snapshot does not change'); END;
        CREATE TRIGGER case_delete BEFORE DELETE ON case_snapshot
        WHEN (SELECT status FROM run WHERE key = old.run) = 'complete'
        BEGIN SELECT RAISE(ABORT, 'a complete run does not change'); END;
        CREATE TRIGGER prompt_insert BEFORE INSERT ON prompt_snapshot
        WHEN (SELECT status FROM run WHERE key = new.run) IS NOT 'running'
        BEGIN SELECT RAISE(ABORT, 'only a running run takes prompts'); END;
        CREATE TRIGGER prompt_update BEFORE UPDATE ON prompt_snapshot
        BEGIN SELECT RAISE(ABORT, 'a snapshot does not change'); END;
        CREATE TRIGGER prompt_delete BEFORE DELETE ON prompt_snapshot
        WHEN (SELECT status FROM run WHERE key = old.run) = 'complete'
        BEGIN SELECT RAISE(ABORT, 'a complete run does not change'); END;
        CREATE TRIGGER model_insert BEFORE INSERT ON model_snapshot
        WHEN (SELECT status FROM run WHERE key = new.run) IS NOT 'running'
        BEGIN SELECT RAISE(ABORT, 'only a running run takes models'); END;
        CREATE TRIGGER model_update BEFORE UPDATE ON model_snapshot
        BEGIN SELECT RAISE(ABORT, 'a snapshot does not change'); END;
        CREATE TRIGGER model_delete BEFORE DELETE ON model_snapshot
        WHEN (SELECT status FROM run WHERE key = old.run) = 'complete'
        BEGIN SELECT RAISE(ABORT, 'a complete run does not change'); END;

        CREATE TRIGGER content_update BEFORE UPDATE OF key, hash, body ON content
        BEGIN SELECT RAISE(ABORT, 'stored content does not change'); END;

        CREATE TRIGGER scoring_update BEFORE UPDATE OF
            key, id, run, scorers, scorers_hash, created, is_primary ON scoring
        BEGIN SELECT RAISE(ABORT, 'a scoring does not change'); END;
        CREATE TRIGGER scoring_sealed BEFORE UPDATE OF sealed ON scoring
        WHEN old.sealed = 1 AND new.sealed = 0
        BEGIN SELECT RAISE(ABORT, 'a sealed scoring stays sealed'); END;
        CREATE TRIGGER scoring_delete BEFORE DELETE ON scoring
        WHEN old.sealed = 1 AND EXISTS (SELECT 1 FROM run WHERE key = old.run)
        BEGIN SELECT RAISE(ABORT, 'a sealed scoring does not change'); END;
        CREATE TRIGGER score_insert BEFORE INSERT ON score
        WHEN (SELECT sealed FROM scoring WHERE key = new.scoring) IS NOT 0
            OR NOT EXISTS (SELECT 1 FROM scorer WHERE key = new.scorer)
        BEGIN SELECT RAISE(ABORT, 'only an open scoring takes scores'); END;
        CREATE TRIGGER score_update BEFORE UPDATE ON score
        BEGIN SELECT RAISE(ABORT, 'a score does not change'); END;
        CREATE TRIGGER score_delete BEFORE DELETE ON score
        WHEN EXISTS (SELECT 1 FROM scoring JOIN run ON run.key = scoring.run
            WHERE scoring.key = old.scoring AND scoring.sealed = 1)
        BEGIN SELECT RAISE(ABORT, 'a sealed scoring does not change'); END;
        CREATE TRIGGER scorer_update BEFORE UPDATE ON scorer
        BEGIN SELECT RAISE(ABORT, 'a scorer does not change'); END;
        CREATE TRIGGER scorer_delete BEFORE DELETE ON scorer
        BEGIN SELECT RAISE(ABORT, 'a scorer does not change'); END;

        CREATE TRIGGER override_update BEFORE UPDATE ON override
        BEGIN SELECT RAISE(ABORT, 'overrides are appended, never changed'); END;
        CREATE TRIGGER override_delete BEFORE DELETE ON override
        BEGIN SELECT RAISE(ABORT, 'overrides are appended, never removed'); END;
        """
}
