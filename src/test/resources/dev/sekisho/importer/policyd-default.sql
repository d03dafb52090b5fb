-- PolicyD's tables as installed, with a quota on the default policy, as its guide has it.
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
CREATE TABLE greylisting (ID SERIAL PRIMARY KEY, Name VARCHAR(255));
INSERT INTO greylisting (Name) VALUES ('default');

INSERT INTO policies (id, name, priority, disabled) VALUES (2, 'Default Outbound', 10, 0), (3, 'Machines', 20, 0);
INSERT INTO policy_groups (id, name, disabled) VALUES (1, 'internal_ips', 0), (2, 'internal_domains', 0);
INSERT INTO policy_group_members (id, policygroupid, member, disabled) VALUES (1, 1, '10.0.0.0/8', 0), (2, 2, '@example.org', 0);
INSERT INTO policy_members (id, policyid, source, destination, disabled) VALUES
    (2, 2, '%internal_ips,%internal_domains', '!%internal_domains', 0), (3, 3, '%internal_ips,!%internal_domains', NULL, 0);
INSERT INTO quotas (id, policyid, name, track, period, verdict, lastquota, disabled) VALUES
    (1, 2, 'hourly', 'Sender:user@domain', 3600, 'DEFER', 0, 0), (2, 3, 'machines', 'Sender:user@domain', 60, 'DEFER', 0, 0);
INSERT INTO quotas_limits (id, quotasid, type, counterlimit, disabled) VALUES
    (1, 1, 'MessageCount', 3600, 0), (2, 2, 'MessageCount', 20, 0);
