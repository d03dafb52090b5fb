-- iRedAPD's table of limits in PostgreSQL, written anew from the names and types of its columns.
CREATE TABLE throttle (
    id        SERIAL PRIMARY KEY,
    account   VARCHAR(255) NOT NULL,
    kind      VARCHAR(10) NOT NULL DEFAULT 'outbound',
    priority  BIGINT NOT NULL DEFAULT 0,
    period    BIGINT NOT NULL DEFAULT 0,
    msg_size  BIGINT NOT NULL DEFAULT -1,
    max_msgs  BIGINT NOT NULL DEFAULT -1,
    max_quota BIGINT NOT NULL DEFAULT -1
);

INSERT INTO throttle (account, kind, priority, period, msg_size, max_msgs, max_quota) VALUES
    ('@.', 'outbound', 0, 3600, -1, 500, 1073741824),
    ('@carry.example', 'outbound', 60, 86400, 10240000, 1000, -1),
    ('one@carry.example', 'outbound', 100, 360, -1, 20, 0),
    ('two@carry.example', 'outbound', 100, 30, -1, 20, -1),
    ('192.0.2.1', 'outbound', 80, 3600, -1, 10, -1),
    ('@.sub.example', 'outbound', 50, 3600, -1, 10, -1),
    ('one@carry.example', 'inbound', 100, 3600, -1, 10, -1);
