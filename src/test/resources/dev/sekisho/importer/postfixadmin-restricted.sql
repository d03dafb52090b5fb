-- Each field of PostfixAdmin by which an account is restricted, in an account of its own; the tables are those of postfixadmin.sql.
ALTER TABLE mailbox ADD smtp_active BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE mailbox ADD totp_secret VARCHAR(255);
INSERT INTO domain (domain, password_expiry) VALUES ('strict.example', 90);
INSERT INTO mailbox (username, password, domain, password_expiry, smtp_active, totp_secret) VALUES
    ('expired@strict.example', '$1$x$x', 'strict.example', '2020-01-01', TRUE, NULL),
    ('later@strict.example', '$1$x$x', 'strict.example', '2030-01-01', TRUE, NULL),
    ('totp@strict.example', '$1$x$x', 'strict.example', '2030-01-01', TRUE, 'ABC'),
    ('reads@strict.example', '$1$x$x', 'strict.example', '2030-01-01', FALSE, NULL),
    ('locked@strict.example', '!$1$x$x', 'strict.example', '2030-01-01', TRUE, NULL),
    ('lax@pfa.example', '$1$x$x', 'pfa.example', '2020-01-01', TRUE, NULL),
    ('backup@pfa-mx.example', '$1$x$x', 'pfa-mx.example', '2020-01-01', TRUE, NULL);
INSERT INTO alias (address, goto, domain) VALUES ('x@pfa-old.example', 'lax@pfa.example', 'pfa-old.example');
