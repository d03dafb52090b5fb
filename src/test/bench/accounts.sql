-- Accounts for measuring, on H2 and PostgreSQL; `gate` fills in what stands between @.
UPDATE installation SET send_limits = '@limits@';
-- Never probed: nothing listens there.
INSERT INTO mail_host (name, address, probe) VALUES ('mail.example', '127.0.0.1', FALSE);
INSERT INTO domain (name) VALUES ('example.com'), ('ssha512.example'), ('blf.example'), ('argon2id.example'), ('cheap.example');
INSERT INTO account (address, domain_name, secret, mail_host)
     SELECT 'user' || n.x || '@example.com', 'example.com', '{PLAIN}secret' || n.x, 'mail.example' FROM @series@(0, @accounts@ - 1) AS n(x);
INSERT INTO account (address, domain_name, secret, mail_host)
     SELECT 'user' || n.x || '@ssha512.example', 'ssha512.example', '@ssha512@', 'mail.example' FROM @series@(0, @few@ - 1) AS n(x);
INSERT INTO account (address, domain_name, secret, mail_host)
     SELECT 'user' || n.x || '@blf.example', 'blf.example', '@blf@', 'mail.example' FROM @series@(0, @few@ - 1) AS n(x);
INSERT INTO account (address, domain_name, secret, mail_host)
     SELECT 'user' || n.x || '@argon2id.example', 'argon2id.example', '@argon2id@', 'mail.example' FROM @series@(0, @few@ - 1) AS n(x);
-- A costly scheme at its least cost, to fill the memory of logins soon.
INSERT INTO account (address, domain_name, secret, mail_host)
     SELECT 'user' || n.x || '@cheap.example', 'cheap.example', '@cheap@', 'mail.example' FROM @series@(0, @cheaps@ - 1) AS n(x);
