CREATE TABLE `erasures` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`at` integer NOT NULL,
	`counts` text NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `erasures_key` ON `erasures` (`key`,`at`);--> statement-breakpoint
CREATE TABLE `bursts` (
	`id` integer PRIMARY KEY NOT NULL,
	`messages` integer NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `channel_settings` (
	`channel_id` text PRIMARY KEY NOT NULL,
	`guild_id` text NOT NULL,
	`shared` integer DEFAULT false NOT NULL,
	`remembered` integer DEFAULT false NOT NULL,
	`changed_at` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `channel_settings_guild` ON `channel_settings` (`guild_id`);--> statement-breakpoint
CREATE TABLE `documents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guild_id` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`source` text NOT NULL,
	`added_by` text NOT NULL,
	`added_at` integer NOT NULL,
	`length` integer NOT NULL,
	`change` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `documents_change_unique` ON `documents` (`change`);--> statement-breakpoint
CREATE UNIQUE INDEX `documents_name` ON `documents` (`guild_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `documents_added_by` ON `documents` (`added_by`);--> statement-breakpoint
CREATE TABLE `fact_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`handle` text NOT NULL,
	`text` text NOT NULL,
	`set_by` text NOT NULL,
	`set_at` integer NOT NULL,
	`change` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `fact_versions_change_unique` ON `fact_versions` (`change`);--> statement-breakpoint
CREATE INDEX `fact_versions_handle` ON `fact_versions` (`handle`);--> statement-breakpoint
CREATE INDEX `fact_versions_set_by` ON `fact_versions` (`set_by`);--> statement-breakpoint
CREATE TABLE `facts` (
	`id` integer PRIMARY KEY NOT NULL,
	`handle` text NOT NULL,
	`owner` text NOT NULL,
	`guild_id` text,
	`channel_id` text NOT NULL,
	`message_id` text,
	`private` integer NOT NULL,
	`text` text NOT NULL,
	`origin` text NOT NULL,
	`set_by` text NOT NULL,
	`user_key` text NOT NULL,
	`quoted_key` text,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `facts_handle_unique` ON `facts` (`handle`);--> statement-breakpoint
CREATE INDEX `facts_owner` ON `facts` (`owner`,`created_at`);--> statement-breakpoint
CREATE INDEX `facts_set_by` ON `facts` (`set_by`);--> statement-breakpoint
CREATE INDEX `facts_guild` ON `facts` (`guild_id`);--> statement-breakpoint
CREATE INDEX `facts_quoted` ON `facts` (`quoted_key`) WHERE quoted_key IS NOT NULL;--> statement-breakpoint
CREATE TABLE `passages` (
	`id` integer PRIMARY KEY NOT NULL,
	`document_id` integer NOT NULL,
	`position` integer NOT NULL,
	`text` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `passages_document` ON `passages` (`document_id`,`position`);--> statement-breakpoint
CREATE TABLE `memory_scopes` (
	`no` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`guild_id` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `memory_scopes_key_unique` ON `memory_scopes` (`key`);--> statement-breakpoint
CREATE TABLE `vectors` (
	`id` integer PRIMARY KEY NOT NULL,
	`model` text NOT NULL,
	`vector` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `model_choices` (
	`scope` text PRIMARY KEY NOT NULL,
	`model` text,
	`set_by` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `server_models` (
	`guild_id` text PRIMARY KEY NOT NULL,
	`allowed` text,
	`endpoint` text,
	`sealed_key` text,
	`models` text,
	`tested_at` integer,
	`set_by` text DEFAULT '' NOT NULL,
	`changed_at` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `persona_choices` (
	`scope` text PRIMARY KEY NOT NULL,
	`persona` text NOT NULL,
	`set_by` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `personas` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`modelfile` text NOT NULL,
	`set_by` text NOT NULL,
	`changed_at` integer NOT NULL,
	`change` text NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `personas_change_unique` ON `personas` (`change`);--> statement-breakpoint
CREATE UNIQUE INDEX `personas_name` ON `personas` (`owner`,`name_key`) WHERE "personas"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `personas_set_by` ON `personas` (`set_by`);--> statement-breakpoint
CREATE TABLE `__new_messages` (
	`id` integer PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`turn_id` text,
	`conversation` text,
	`guild_id` text,
	`channel_id` text NOT NULL,
	`message_id` text,
	`user_id` text NOT NULL,
	`user_key` text NOT NULL,
	`quoted_key` text,
	`role` text NOT NULL,
	`name` text NOT NULL,
	`content` text NOT NULL,
	`private` integer NOT NULL,
	`superseded` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
-- What was kept before had no scope: each person's own, so that nobody else is ever shown it.
INSERT INTO memory_scopes (key, guild_id)
SELECT DISTINCT CASE private WHEN 1 THEN 'private:' ELSE 'guest:' END || channel_id || ':' || user_id, guild_id FROM messages;--> statement-breakpoint
INSERT OR IGNORE INTO `__new_messages` (id, source, turn_id, conversation, guild_id, channel_id, user_id, user_key, role, name, content, private, superseded, created_at)
SELECT s.no * 268435456 + row_number() OVER (PARTITION BY s.no ORDER BY m.created_at, m.id), m.turn_id || ':' || m.role, m.turn_id, m.conversation, m.guild_id,
  m.channel_id, m.user_id, '', m.role, m.name, m.content, m.private, m.superseded, m.created_at
FROM messages m JOIN memory_scopes s ON s.key = CASE m.private WHEN 1 THEN 'private:' ELSE 'guest:' END || m.channel_id || ':' || m.user_id;--> statement-breakpoint
DROP TABLE `messages`;--> statement-breakpoint
ALTER TABLE `__new_messages` RENAME TO `messages`;--> statement-breakpoint
CREATE UNIQUE INDEX `messages_source` ON `messages` (`source`);--> statement-breakpoint
CREATE INDEX `messages_turn` ON `messages` (`turn_id`);--> statement-breakpoint
CREATE INDEX `messages_conversation` ON `messages` (`conversation`,`created_at`);--> statement-breakpoint
CREATE INDEX `messages_created` ON `messages` (`created_at`);--> statement-breakpoint
CREATE INDEX `messages_guild` ON `messages` (`guild_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `messages_user` ON `messages` (`user_id`);--> statement-breakpoint
CREATE INDEX `messages_quoted` ON `messages` (`quoted_key`) WHERE quoted_key IS NOT NULL;--> statement-breakpoint
ALTER TABLE `servers` ADD `retention_days` integer;--> statement-breakpoint
CREATE INDEX `servers_retention` ON `servers` (`id`) WHERE retention_days IS NOT NULL;--> statement-breakpoint
CREATE INDEX `servers_left` ON `servers` (`left_at`) WHERE left_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE `conversations` ADD `summary` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `conversations` ADD `summarized_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `conversations` ADD `people` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `turns` ADD `people` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
CREATE INDEX `turns_guild` ON `turns` (`guild_id`,`created_at`);--> statement-breakpoint
-- Words of all records by id. Nothing but the index is kept ("contentless"), no positions (detail) and no sizes: ranking is done in code, by the
-- scope's own figures. secure-delete: what is deleted leaves the index at once instead of being marked.
CREATE VIRTUAL TABLE memory_fts USING fts5(body, content='', columnsize=0, detail=none, tokenize='porter unicode61 remove_diacritics 2');--> statement-breakpoint
INSERT INTO memory_fts (memory_fts, rank) VALUES ('secure-delete', 1);--> statement-breakpoint
INSERT INTO memory_fts (rowid, body) SELECT id, content FROM messages WHERE superseded = 0;--> statement-breakpoint
INSERT INTO bursts (id, messages, at) SELECT id >> 10, count(*), min(created_at) FROM messages WHERE superseded = 0 GROUP BY id >> 10;--> statement-breakpoint
CREATE TRIGGER messages_inserted AFTER INSERT ON messages WHEN NEW.superseded = 0 BEGIN
  INSERT INTO memory_fts (rowid, body) VALUES (NEW.id, NEW.content);
  INSERT INTO bursts (id, messages, at) VALUES (NEW.id >> 10, 1, NEW.created_at) ON CONFLICT (id) DO UPDATE SET messages = messages + 1;
END;--> statement-breakpoint
CREATE TRIGGER messages_deleted AFTER DELETE ON messages WHEN OLD.superseded = 0 BEGIN
  INSERT INTO memory_fts (memory_fts, rowid, body) VALUES ('delete', OLD.id, OLD.content);
  UPDATE bursts SET messages = messages - 1 WHERE id = OLD.id >> 10;
  DELETE FROM bursts WHERE id = OLD.id >> 10 AND messages <= 0;
  DELETE FROM vectors WHERE id = OLD.id;
END;--> statement-breakpoint
-- Superseded for good: nothing takes it back.
CREATE TRIGGER messages_superseded AFTER UPDATE OF superseded ON messages WHEN OLD.superseded = 0 AND NEW.superseded = 1 BEGIN
  INSERT INTO memory_fts (memory_fts, rowid, body) VALUES ('delete', OLD.id, OLD.content);
  UPDATE bursts SET messages = messages - 1 WHERE id = OLD.id >> 10;
  DELETE FROM bursts WHERE id = OLD.id >> 10 AND messages <= 0;
  DELETE FROM vectors WHERE id = OLD.id;
END;--> statement-breakpoint
CREATE TRIGGER messages_reworded AFTER UPDATE OF content ON messages WHEN OLD.superseded = 0 AND OLD.content <> NEW.content BEGIN
  INSERT INTO memory_fts (memory_fts, rowid, body) VALUES ('delete', OLD.id, OLD.content);
  INSERT INTO memory_fts (rowid, body) VALUES (NEW.id, NEW.content);
  DELETE FROM vectors WHERE id = OLD.id;
END;--> statement-breakpoint
CREATE TRIGGER facts_inserted AFTER INSERT ON facts BEGIN
  INSERT INTO memory_fts (rowid, body) VALUES (NEW.id, NEW.text);
END;--> statement-breakpoint
CREATE TRIGGER facts_deleted AFTER DELETE ON facts BEGIN
  INSERT INTO memory_fts (memory_fts, rowid, body) VALUES ('delete', OLD.id, OLD.text);
  DELETE FROM fact_versions WHERE handle = OLD.handle;
  DELETE FROM vectors WHERE id = OLD.id;
END;--> statement-breakpoint
CREATE TRIGGER facts_changed AFTER UPDATE OF id, text ON facts WHEN OLD.id <> NEW.id OR OLD.text <> NEW.text BEGIN
  INSERT INTO memory_fts (memory_fts, rowid, body) VALUES ('delete', OLD.id, OLD.text);
  INSERT INTO memory_fts (rowid, body) VALUES (NEW.id, NEW.text);
  DELETE FROM vectors WHERE id = OLD.id;
END;--> statement-breakpoint
CREATE TRIGGER passages_inserted AFTER INSERT ON passages BEGIN
  INSERT INTO memory_fts (rowid, body) VALUES (NEW.id, NEW.text);
END;--> statement-breakpoint
CREATE TRIGGER passages_deleted AFTER DELETE ON passages BEGIN
  INSERT INTO memory_fts (memory_fts, rowid, body) VALUES ('delete', OLD.id, OLD.text);
  DELETE FROM vectors WHERE id = OLD.id;
END;--> statement-breakpoint
CREATE TRIGGER passages_reworded AFTER UPDATE OF text ON passages WHEN OLD.text <> NEW.text BEGIN
  INSERT INTO memory_fts (memory_fts, rowid, body) VALUES ('delete', OLD.id, OLD.text);
  INSERT INTO memory_fts (rowid, body) VALUES (NEW.id, NEW.text);
  DELETE FROM vectors WHERE id = OLD.id;
END;--> statement-breakpoint
CREATE TRIGGER documents_deleted AFTER DELETE ON documents BEGIN
  DELETE FROM passages WHERE document_id = OLD.id;
END;--> statement-breakpoint
-- What was under way when somebody had themselves erased, or is read again later, does not write them back.
CREATE TRIGGER turns_of_the_erased BEFORE INSERT ON turns
WHEN EXISTS (SELECT 1 FROM json_each(NEW.people) p JOIN erasures e ON e.key = p.value WHERE e.at >= NEW.created_at) BEGIN
  SELECT RAISE(IGNORE);
END;--> statement-breakpoint
CREATE TRIGGER messages_of_the_erased BEFORE INSERT ON messages
WHEN EXISTS (SELECT 1 FROM erasures e WHERE e.key IN (NEW.user_key, NEW.quoted_key) AND e.at >= NEW.created_at) BEGIN
  SELECT RAISE(IGNORE);
END;--> statement-breakpoint
CREATE TRIGGER facts_of_the_erased BEFORE INSERT ON facts
WHEN EXISTS (SELECT 1 FROM erasures e WHERE e.key IN (NEW.user_key, NEW.quoted_key) AND e.at >= NEW.created_at) BEGIN
  SELECT RAISE(IGNORE);
END;
