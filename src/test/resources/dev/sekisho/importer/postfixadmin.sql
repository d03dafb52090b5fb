-- PostfixAdmin 3's tables in PostgreSQL, written anew from the names and types of their columns, as far as they matter here.
CREATE TABLE domain (
    domain      VARCHAR(255) PRIMARY KEY,
    description VARCHAR(255) NOT NULL DEFAULT '',
    aliases     INTEGER NOT NULL DEFAULT 0,
    mailboxes   INTEGER NOT NULL DEFAULT 0,
    maxquota    BIGINT NOT NULL DEFAULT 0,
    quota       BIGINT NOT NULL DEFAULT 0,
    transport   VARCHAR(255),
    backupmx    BOOLEAN NOT NULL DEFAULT FALSE,
    created     TIMESTAMPTZ DEFAULT now(),
    modified    TIMESTAMPTZ DEFAULT now(),
    active      BOOLEAN NOT NULL DEFAULT TRUE,
    password_expiry INTEGER DEFAULT 0
);
CREATE TABLE mailbox (
    username    VARCHAR(255) PRIMARY KEY,
    password    VARCHAR(255) NOT NULL DEFAULT '',
    name        VARCHAR(255) NOT NULL DEFAULT '',
    maildir     VARCHAR(255) NOT NULL DEFAULT '',
    quota       BIGINT NOT NULL DEFAULT 0,
    local_part  VARCHAR(255) NOT NULL DEFAULT '',
    domain      VARCHAR(255) NOT NULL REFERENCES domain,
    created     TIMESTAMPTZ DEFAULT now(),
    modified    TIMESTAMPTZ DEFAULT now(),
    active      BOOLEAN NOT NULL DEFAULT TRUE,
    phone       VARCHAR(30) NOT NULL DEFAULT '',
    email_other VARCHAR(255) NOT NULL DEFAULT '',
    token       VARCHAR(255) NOT NULL DEFAULT '',
    token_validity TIMESTAMPTZ DEFAULT now(),
    password_expiry TIMESTAMPTZ DEFAULT now()
);
CREATE TABLE alias (
    address  VARCHAR(255) PRIMARY KEY,
    goto     TEXT NOT NULL,
    domain   VARCHAR(255) NOT NULL REFERENCES domain,
    created  TIMESTAMPTZ DEFAULT now(),
    modified TIMESTAMPTZ DEFAULT now(),
    active   BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE TABLE alias_domain (
    alias_domain  VARCHAR(255) PRIMARY KEY REFERENCES domain,
    target_domain VARCHAR(255) NOT NULL REFERENCES domain,
    created       TIMESTAMPTZ DEFAULT now(),
    modified      TIMESTAMPTZ DEFAULT now(),
    active        BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE TABLE domain_admins (
    username VARCHAR(255) NOT NULL,
    domain   VARCHAR(255) NOT NULL REFERENCES domain,
    created  TIMESTAMPTZ DEFAULT now(),
    active   BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE TABLE vacation (
    email    VARCHAR(255) PRIMARY KEY,
    subject  VARCHAR(255) NOT NULL DEFAULT '',
    body     TEXT NOT NULL DEFAULT '',
    domain   VARCHAR(255) NOT NULL REFERENCES domain,
    active   BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE TABLE fetchmail (
    id      SERIAL PRIMARY KEY,
    mailbox VARCHAR(255) NOT NULL
);

INSERT INTO domain (domain, active, backupmx) VALUES
    ('ALL', TRUE, FALSE), ('pfa.example', TRUE, FALSE), ('pfa-alias.example', TRUE, FALSE), ('pfa-old.example', FALSE, FALSE),
    ('pfa-mx.example', TRUE, TRUE);
-- All passwords are "sesame".
INSERT INTO mailbox (username, password, quota, domain, active) VALUES
    ('blf@pfa.example', '{BLF-CRYPT}$2y$05$aAiIhQe6QauNPyFSnQwmaedHQ4tw6MvprKi08jp0nCg/uchFQ5D2y', 1024000, 'pfa.example', TRUE),
    ('bare-blf@pfa.example', '$2y$05$aAiIhQe6QauNPyFSnQwmaedHQ4tw6MvprKi08jp0nCg/uchFQ5D2y', 0, 'pfa.example', TRUE),
    ('md5@pfa.example', '$1$abcdefgh$5XhrJpGu.bBXAZh4lT8oY/', 0, 'pfa.example', TRUE),
    ('sha@pfa.example', '{SHA512-CRYPT}$6$rounds=1000$dRsHNyW7TCI2SOIw$AGiVKcpOEdjr4kco3OUAf78oY48tfk7TUZbP0BEsmDSLThzCHsclEhIWmbwuEQra2g1K6QvCLUVty1XnTXvTn.', 0, 'pfa.example', TRUE),
    ('clear@pfa.example', '{PLAIN}sesame', 0, 'pfa.example', TRUE),
    ('off@pfa.example', '$1$abcdefgh$5XhrJpGu.bBXAZh4lT8oY/', 0, 'pfa.example', FALSE),
    ('old@pfa-old.example', '$1$abcdefgh$5XhrJpGu.bBXAZh4lT8oY/', 0, 'pfa-old.example', TRUE),
    ('what@pfa.example', 'sesame', 0, 'pfa.example', TRUE);
INSERT INTO alias (address, goto, domain, active) VALUES
    ('blf@pfa.example', 'blf@pfa.example', 'pfa.example', TRUE),
    ('md5@pfa.example', 'md5@pfa.example,md5@elsewhere.example', 'pfa.example', TRUE),
    ('sha@pfa.example', 'sha@pfa.example,sha#pfa.example@autoreply.pfa.example', 'pfa.example', TRUE),
    ('sales@pfa.example', 'blf@pfa.example,md5@pfa.example', 'pfa.example', TRUE),
    ('@pfa.example', 'blf@pfa.example', 'pfa.example', TRUE),
    ('gone@pfa.example', 'blf@pfa.example', 'pfa.example', FALSE),
    ('local@pfa.example', 'root', 'pfa.example', TRUE);
INSERT INTO alias_domain (alias_domain, target_domain) VALUES ('pfa-alias.example', 'pfa.example');
INSERT INTO domain_admins (username, domain) VALUES ('boss@pfa.example', 'pfa.example');
INSERT INTO vacation (email, subject, domain) VALUES ('sha@pfa.example', 'away', 'pfa.example');
INSERT INTO fetchmail (mailbox) VALUES ('blf@pfa.example');
