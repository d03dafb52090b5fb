-- iRedMail's database vmail in PostgreSQL, written anew from the names and types of its columns, as far as they matter here.
CREATE TABLE domain (
    domain   VARCHAR(255) PRIMARY KEY,
    transport VARCHAR(255) NOT NULL DEFAULT 'dovecot',
    backupmx INT2 NOT NULL DEFAULT 0,
    expired  TIMESTAMP NOT NULL DEFAULT '9999-12-31 01:01:01',
    active   INT2 NOT NULL DEFAULT 1
);
CREATE TABLE mailbox (
    username          VARCHAR(255) PRIMARY KEY,
    password          VARCHAR(255) NOT NULL DEFAULT '',
    name              VARCHAR(255) NOT NULL DEFAULT '',
    storagenode       VARCHAR(255) NOT NULL DEFAULT '',
    quota             INT8 NOT NULL DEFAULT 0,
    domain            VARCHAR(255) NOT NULL DEFAULT '',
    enablesmtp        INT2 NOT NULL DEFAULT 1,
    enablesmtpsecured INT2 NOT NULL DEFAULT 1,
    enablepop3        INT2 NOT NULL DEFAULT 1,
    enablepop3secured INT2 NOT NULL DEFAULT 1,
    enableimap        INT2 NOT NULL DEFAULT 1,
    enableimapsecured INT2 NOT NULL DEFAULT 1,
    enabledeliver     INT2 NOT NULL DEFAULT 1,
    allow_nets        TEXT,
    expired           TIMESTAMP NOT NULL DEFAULT '9999-12-31 01:01:01',
    active            INT2 NOT NULL DEFAULT 1
);
CREATE TABLE alias (
    address      VARCHAR(255) PRIMARY KEY,
    accesspolicy VARCHAR(30) NOT NULL DEFAULT '',
    domain       VARCHAR(255) NOT NULL DEFAULT '',
    expired      TIMESTAMP NOT NULL DEFAULT '9999-12-31 01:01:01',
    active       INT2 NOT NULL DEFAULT 1
);
CREATE TABLE alias_domain (
    alias_domain  VARCHAR(255) PRIMARY KEY,
    target_domain VARCHAR(255) NOT NULL,
    active        INT2 NOT NULL DEFAULT 1
);
CREATE TABLE forwardings (
    id            SERIAL PRIMARY KEY,
    address       VARCHAR(255) NOT NULL DEFAULT '',
    forwarding    VARCHAR(255) NOT NULL DEFAULT '',
    domain        VARCHAR(255) NOT NULL DEFAULT '',
    dest_domain   VARCHAR(255) NOT NULL DEFAULT '',
    is_maillist   INT2 NOT NULL DEFAULT 0,
    is_list       INT2 NOT NULL DEFAULT 0,
    is_forwarding INT2 NOT NULL DEFAULT 0,
    is_alias      INT2 NOT NULL DEFAULT 0,
    active        INT2 NOT NULL DEFAULT 1
);
CREATE TABLE recipient_bcc_user (
    username    VARCHAR(255) PRIMARY KEY,
    bcc_address VARCHAR(255) NOT NULL DEFAULT ''
);

INSERT INTO domain (domain, backupmx, active) VALUES ('ired.example', 0, 1), ('ired-mx.example', 1, 1);
-- All passwords are "sesame".
INSERT INTO mailbox (username, password, quota, domain) VALUES
    ('one@ired.example', '{SSHA512}D9oXjORS2tYJAuBk7xJHAd58mooDk7/gEMsKXjDv3oHPXCP8IIDTfUj7Zwqh9wIgqES3dRD1QlQxoBk7Qz9lC9SlfxE=', 1024, 'ired.example'),
    ('two@ired.example', '{BLF-CRYPT}$2y$05$aAiIhQe6QauNPyFSnQwmaedHQ4tw6MvprKi08jp0nCg/uchFQ5D2y', 0, 'ired.example'),
    ('three@ired.example', '{SSHA512}D9oXjORS2tYJAuBk7xJHAd58mooDk7/gEMsKXjDv3oHPXCP8IIDTfUj7Zwqh9wIgqES3dRD1QlQxoBk7Qz9lC9SlfxE=', 0, 'ired.example'),
    ('four@ired.example', '{SSHA512}D9oXjORS2tYJAuBk7xJHAd58mooDk7/gEMsKXjDv3oHPXCP8IIDTfUj7Zwqh9wIgqES3dRD1QlQxoBk7Qz9lC9SlfxE=', 0, 'ired.example');
UPDATE mailbox SET enablepop3 = 0, enablepop3secured = 0, allow_nets = '192.0.2.0/24,local,2001:db8::1' WHERE username = 'two@ired.example';
UPDATE mailbox SET enableimap = 0, enablepop3 = 0, enablesmtp = 0, enabledeliver = 0 WHERE username = 'three@ired.example';
UPDATE mailbox SET expired = '2020-01-01' WHERE username = 'four@ired.example';
INSERT INTO forwardings (address, forwarding, is_forwarding, is_alias, is_list, is_maillist) VALUES
    ('one@ired.example', 'one@ired.example', 1, 0, 0, 0),
    ('two@ired.example', 'two@ired.example', 1, 0, 0, 0),
    ('two@ired.example', 'two@elsewhere.example', 1, 0, 0, 0),
    ('uno@ired.example', 'one@ired.example', 0, 1, 0, 0),
    ('all@ired.example', 'one@ired.example', 0, 0, 1, 0),
    ('all@ired.example', 'two@ired.example', 0, 0, 1, 0),
    ('news@ired.example', 'news@ired.example', 0, 0, 0, 1),
    ('ired.example', 'one@ired.example', 0, 0, 0, 0);
INSERT INTO alias (address, accesspolicy, domain) VALUES ('all@ired.example', 'membersonly', 'ired.example');
INSERT INTO alias_domain (alias_domain, target_domain) VALUES ('ired-alias.example', 'ired.example');
INSERT INTO recipient_bcc_user (username, bcc_address) VALUES ('one@ired.example', 'archive@ired.example');
