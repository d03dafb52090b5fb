-- Staff of some domains only: whom the role sekisho-domain-support lets see what. Without a row such a user sees nothing.
CREATE TABLE staff (
    -- a user's, as the server's registry has it: letters keep their case
    name    VARCHAR(255) NOT NULL,
    version BIGINT       NOT NULL DEFAULT 0,
    CONSTRAINT staff_pk PRIMARY KEY (name)
);

-- A domain that is deleted takes the right to it along: another customer may have its name one day.
CREATE TABLE staff_domain (
    staff_name  VARCHAR(255) NOT NULL,
    domain_name VARCHAR(255) NOT NULL,
    CONSTRAINT staff_domain_pk PRIMARY KEY (staff_name, domain_name),
    CONSTRAINT staff_domain_staff_fk FOREIGN KEY (staff_name) REFERENCES staff (name) ON DELETE CASCADE,
    CONSTRAINT staff_domain_domain_fk FOREIGN KEY (domain_name) REFERENCES domain (name) ON DELETE CASCADE
);

CREATE INDEX staff_domain_domain_ix ON staff_domain (domain_name);
