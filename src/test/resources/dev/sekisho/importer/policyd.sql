-- The tables of PolicyD v2's quotas in PostgreSQL, written anew from the names and types of their columns.
CREATE TABLE policies (
    ID SERIAL PRIMARY KEY, Name VARCHAR(255) NOT NULL, Priority SMALLINT NOT NULL, Description TEXT,
    Disabled SMALLINT NOT NULL DEFAULT 0
);
CREATE TABLE policy_members (
    ID SERIAL PRIMARY KEY, PolicyID INT8 REFERENCES policies (ID), Source TEXT, Destination TEXT, Comment VARCHAR(1024),
    Disabled SMALLINT NOT NULL DEFAULT 0
);
CREATE TABLE policy_groups (
    ID SERIAL PRIMARY KEY, Name VARCHAR(255) UNIQUE NOT NULL, Disabled SMALLINT NOT NULL DEFAULT 0, Comment VARCHAR(1024)
);
CREATE TABLE policy_group_members (
    ID SERIAL PRIMARY KEY, PolicyGroupID INT8 REFERENCES policy_groups (ID), Member VARCHAR(255) NOT NULL,
    Disabled SMALLINT NOT NULL DEFAULT 0, Comment VARCHAR(1024)
);
CREATE TABLE quotas (
    ID SERIAL PRIMARY KEY, PolicyID INT8 REFERENCES policies (ID), Name VARCHAR(255) NOT NULL, Track VARCHAR(255) NOT NULL,
    Period INT8, Verdict VARCHAR(255), Data TEXT, LastQuota SMALLINT NOT NULL DEFAULT 0, Comment VARCHAR(1024),
    Disabled SMALLINT NOT NULL DEFAULT 0
);
CREATE TABLE quotas_limits (
    ID SERIAL PRIMARY KEY, QuotasID INT8 REFERENCES quotas (ID), Type VARCHAR(255), CounterLimit INT8, Comment VARCHAR(1024),
    Disabled SMALLINT NOT NULL DEFAULT 0
);

INSERT INTO policies (Name, Priority, Disabled) VALUES
    ('Default', 0, 0), ('Outbound', 10, 0), ('Heavy', 20, 0), ('Off', 30, 1), ('Shared', 40, 0);
INSERT INTO policy_groups (Name) VALUES ('ours'), ('heavy');
INSERT INTO policy_group_members (PolicyGroupID, Member, Disabled) VALUES
    (1, '@carry.example', 0), (1, '%heavy', 0), (1, '@gone.example', 1), (2, 'one@carry.example', 0), (2, '%ours', 0);
INSERT INTO policy_members (PolicyID, Source, Destination) VALUES
    (1, NULL, NULL), (2, '%ours', '!%ours'), (3, '$two@carry.example', 'any'), (3, '192.0.2.0/24', NULL), (5, '@carry.example', NULL);
INSERT INTO quotas (PolicyID, Name, Track, Period, Verdict, LastQuota, Disabled) VALUES
    (1, 'everybody', 'Sender:user@domain', 86400, 'DEFER', 0, 0),
    (2, 'outbound', 'Sender:user@domain', 3600, 'REJECT', 0, 0),
    (3, 'heavy', 'SASLUsername', 3600, 'HOLD', 1, 0),
    (4, 'off', 'Sender:user@domain', 3600, 'DEFER', 0, 0),
    (5, 'shared', 'Sender:@domain', 3600, 'DEFER', 0, 0),
    (1, 'inbound', 'Recipient:user@domain', 3600, 'DEFER', 0, 0);
INSERT INTO quotas_limits (QuotasID, Type, CounterLimit) VALUES
    (1, 'MessageCount', 1000), (1, 'MessageCumulativeSize', 1048576), (2, 'MessageCount', 100), (3, 'MessageCount', 5000),
    (4, 'MessageCount', 1), (5, 'MessageCount', 20000), (6, 'MessageCount', 1);
