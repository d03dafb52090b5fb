#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Tries docs/security.md, "Where logins come from", and docs/monitoring.md, "MBeans", "JSON logs" and "Traces", for real: a node of its own with
# the drop-ins of src/test/registries, Debian's slapd, and the OpenID provider of npm's oidc-provider. Prints what each user gets,
# and fails if that is not what it should be.
#
#   mvn package liberty:create liberty:install-feature   # or any build that has left target/liberty and target/sekisho.ear
#   apt-get install slapd curl; npm install --prefix target/op oidc-provider
#   src/test/registries.sh plain | any of: ldap oidc jmx json traces; json or stdout
#
# Uses ports 9080, 9081, 9443, 9444, 3000, 3389, 4318 of loopback, and ends what it has started. LDAP_ROOT: where slapd is unpacked, if not installed.
set -eu
cd "$(dirname "$0")/../.."
work=$PWD/target/tries/$(date +%s)
server=$work/usr/servers/try
own=()
trap 'WLP_USER_DIR=$work/usr target/liberty/wlp/bin/server stop try >/dev/null 2>&1 || true; for p in "${own[@]}"; do kill "$p" 2>/dev/null || true; done' EXIT

mkdir -p "$server/configDropins/overrides" "$server/lib/jdbc"
cp -r src/main/liberty/config/* "$server/"
find target/liberty/wlp/usr/servers -path '*/lib/jdbc/*.jar' -exec cp -n {} "$server/lib/jdbc/" \;
cp target/sekisho.ear "$server/"
printf "%s\n" "application.location=$server/sekisho.ear" >"$server/bootstrap.properties"
printf '%s\n' SEKISHO_ADMIN_PASSWORD=try-admin-password SEKISHO_LOGIN_KEY=try-key-of-nginx SEKISHO_DEMO=false \
    SEKISHO_WARMUP_SECONDS=1 >"$server/server.env"
for what in "$@"; do
    [ ! -f "src/test/registries/$what.xml" ] || cp "src/test/registries/$what.xml" "$server/configDropins/overrides/"
    [ ! -f "src/test/registries/$what.env" ] || cat "src/test/registries/$what.env" >>"$server/server.env"
done

directory() {
    local root=${LDAP_ROOT:-} run=$work/ldap name
    [ -z "$root" ] || export LD_LIBRARY_PATH=$root/usr/lib/x86_64-linux-gnu
    mkdir -p "$run/db"
    {
        for name in core cosine inetorgperson; do echo "include $root/etc/ldap/schema/$name.schema"; done
        printf '%s\n' "modulepath $root/usr/lib/ldap" 'moduleload back_mdb' 'database mdb' 'suffix "dc=example,dc=org"' "directory $run/db" \
            'access to attrs=userPassword by anonymous auth by * none' \
            'access to * by dn.exact="cn=sekisho,dc=example,dc=org" read by * none'
    } >"$run/slapd.conf"
    {
        printf 'dn: dc=example,dc=org\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: Example\n\n'
        printf 'dn: cn=sekisho,dc=example,dc=org\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: sekisho\nuserPassword: change-me\n\n'
        for name in people groups; do printf 'dn: ou=%s,dc=example,dc=org\nobjectClass: organizationalUnit\nou: %s\n\n' $name $name; done
        for name in vera sam helga ada roleless; do
            printf 'dn: uid=%s,ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\nuid: %s\ncn: %s\nsn: %s\nuserPassword: %s-secret\n\n' $name $name $name $name $name
        done
        for name in viewer:vera support:sam domain-support:helga admin:ada; do
            printf 'dn: cn=sekisho-%s,ou=groups,dc=example,dc=org\nobjectClass: groupOfNames\ncn: sekisho-%s\nmember: uid=%s,ou=people,dc=example,dc=org\n\n' "${name%:*}" "${name%:*}" "${name#*:}"
        done
    } >"$run/data.ldif"
    "$root/usr/sbin/slapadd" -f "$run/slapd.conf" -l "$run/data.ldif"
    "$root/usr/sbin/slapd" -f "$run/slapd.conf" -h ldap://127.0.0.1:3389 -d 256 >"$run/log" 2>&1 &
    own+=($!)
}

start() {
    local began
    began=$(date +%s%N)
    WLP_USER_DIR=$work/usr target/liberty/wlp/bin/server start try >/dev/null
    until curl -sf http://127.0.0.1:9080/health/ready >/dev/null; do sleep 0.2; done
    echo "ready after $((($(date +%s%N) - began) / 1000000)) ms, $(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$(cat "$work/usr/servers/.pid/try.pid")/status") MB resident"
}

wrong=0

# WHAT EXPECTED SEEN: prints it, and whether EXPECTED (a pattern of the shell) is what was seen
check() {
    # shellcheck disable=SC2053
    if [[ $3 == $2 ]]; then echo "ok     $1: ${3:0:160}"; else
        echo "WRONG  $1: ${3:0:400}, not $2"
        wrong=$((wrong + 1))
    fi
}

# CURL-OPTIONS...: an answer's status and body
request() {
    rm -f "$work/body"
    curl -sk -o "$work/body" -w '%{http_code} ' "$@"
    cat "$work/body" 2>/dev/null || true
}

# EXPECTED PATH CURL-OPTIONS...: the status of the API's answer and its body
api() {
    local expected=$1 path=$2
    shift 2
    check "$path $(printf '%s ' "${@/Bearer */Bearer …}")" "$expected" "$(request "$@" "http://127.0.0.1:9080/api/v1$path")"
}

# USER PASSWORD: where the console's form sends who signs in, and what the first page then answers
sign_in() {
    local page=http://127.0.0.1:9080/console/login.xhtml jar=$work/cookies state nonce
    rm -f "$jar"
    curl -s -c "$jar" -o "$work/page" $page
    state=$(sed -n 's/.*name="jakarta.faces.ViewState"[^>]* value="\([^"]*\)".*/\1/p' "$work/page" | head -1)
    nonce=$(sed -n 's/.*nonce="\([^"]*\)".*/\1/p' "$work/page" | head -1)
    curl -s -o /dev/null -b "$jar" -c "$jar" --data-urlencode "jakarta.faces.ViewState=$state" --data-urlencode "primefaces.nonce=$nonce" \
        -d login_SUBMIT=1 -d login:submit= --data-urlencode "login:user=$1" --data-urlencode "login:password=$2" -d next= $page
    curl -s -o /dev/null -w '%{http_code} %{redirect_url}' -b "$jar" http://127.0.0.1:9080/console/index.xhtml
}

# FILE: says how many lines there are if each is an object of JSON, but for the Java machine's own warnings on the standard output
objects() {
    grep -v 'VM warning: ' "$1" | python3 -c 'import json, sys; print("all", sum(type(json.loads(line)) is dict for line in sys.stdin), "lines are objects")' 2>&1 | tail -1
}

for what in "$@"; do
    case $what in
    ldap) directory ;;
    oidc)
        node src/test/registries/op.mjs >"$work/op.log" 2>&1 &
        own+=($!)
        until curl -sf http://127.0.0.1:3000/jwks >/dev/null; do sleep 0.2; done
        ;;
    traces)
        python3 src/test/registries/otlp.py >"$work/otlp.log" &
        own+=($!)
        ;;
    esac
done
start
for what in "$@"; do
    echo "== $what"
    case $what in
    ldap)
        api '200 *' /domains -u admin:try-admin-password
        api '201 *' /domains/example.org -u ada:ada-secret -X PUT -H 'Content-Type: application/json' -d '{}'
        for user in vera sam; do api '200 *example.org*' /domains -u $user:$user-secret; done
        api '200 {"entries":[[]]}' /domains -u helga:helga-secret
        api '403 *' /domains -u roleless:roleless-secret
        api '401 *' /domains -u vera:wrong
        api '401 *' /domains -u '*:vera-secret'
        api '401 *' /domains -u 'vera)(uid=*:vera-secret'
        api '403 *' /domains/other.example -u vera:vera-secret -X PUT -H 'Content-Type: application/json' -d '{}'
        api '201 *' /staff/helga -u ada:ada-secret -X PUT -H 'Content-Type: application/json' -d '{"domains": ["example.org"]}'
        api '200 *example.org*' /domains -u helga:helga-secret
        api '204 ' /accounts/unknown@example.org/counters -u sam:sam-secret -X DELETE
        api '200 *"by":"ada"*' '/audit?by=ada' -u vera:vera-secret
        check 'console, vera' '200 ' "$(sign_in vera vera-secret)"
        check 'console, who has no role' '302 *login.xhtml*' "$(sign_in roleless roleless-secret)"
        check 'console, wrong password' '302 *login.xhtml*' "$(sign_in vera wrong)"
        ;;
    oidc)
        token() { curl -s -u "$1:$1-secret" -d grant_type=client_credentials -d scope=api http://127.0.0.1:3000/token | sed 's/.*"access_token":"\([^"]*\)".*/\1/'; }
        for client in monitor:200:403 night:200:204 stranger:403:403; do
            IFS=: read -r name reads resets <<<"$client"
            bearer=$(token "$name")
            echo "client $name"
            api "$reads *" /domains -H "Authorization: Bearer $bearer"
            api "$resets *" /accounts/unknown@example.org/counters -X DELETE -H "Authorization: Bearer $bearer"
        done
        echo "forged: a signature that is none of the provider's, none at all; and no token"
        api '401 *' /domains -H "Authorization: Bearer ${bearer%.*}.$(token night | cut -d. -f3)"
        api '401 *' /domains -H "Authorization: Bearer $(printf '{"alg":"none"}' | base64 -w0 | tr -d =).$(printf '{"sub":"admin","iss":"http://127.0.0.1:3000","aud":"sekisho","groups":["sekisho-admin"],"exp":4102444800}' | base64 -w0 | tr -d =)."
        api '401 *' /domains
        api '200 *' /domains -u admin:try-admin-password
        api '200 *"by":"night"*' '/audit?kind=counters&limit=1' -u admin:try-admin-password
        ;;
    jmx)
        for mbean in type%3DStores type%3DHosts type%3DLimits name%3Dsendlimit%2Ctype%3DPolicyListener; do
            path=https://127.0.0.1:9444/IBMJMXConnectorREST/mbeans/dev.sekisho%3A$mbean/attributes
            check "$mbean" '200 *"value"*' "$(request -u admin:try-admin-password "$path")"
            check "$mbean, without a login" '401*' "$(request "$path")"
        done
        check adminCenter '302 *login.jsp' "$(curl -sk -o /dev/null -w '%{http_code} %{redirect_url}' https://127.0.0.1:9444/adminCenter/)"
        ;;
    json | stdout)
        check 'a login' '200 ?AUTHENTICATIONFAILED?*' "$(curl -s -D- -o /dev/null -H 'X-Auth-Key: try-key-of-nginx' -H 'Auth-Method: plain' -H 'Auth-User: eve"%0A@example.org' \
            -H 'Auth-Pass: x' -H 'Auth-Protocol: imap' -H 'Auth-Login-Attempt: 1' -H 'Client-IP: 192.0.2.7' http://127.0.0.1:9080/auth/nginx | tr -d '\r' | sed -n 's/^Auth-Status: /200 /p')"
        api '401 *' /domains -u admin:wrong
        sleep 1
        file=$server/logs/decisions.log
        [ "$what" = json ] || file=$server/logs/console.log
        check "${file##*/}" 'all * lines are objects' "$(objects "$file")"
        check 'its decision' '?"type":"sekisho_decision"*"key":"eve*"client":"192.0.2.7"*"took_us":*' "$(grep -m1 192.0.2.7 "$file")"
        [ "$what" = stdout ] || check messages.log 'all * lines are objects' "$(objects "$server/logs/messages.log")"
        ;;
    traces)
        api '200 *' /domains -u admin:try-admin-password
        sleep 7
        check 'spans' '*/v1/traces*GET*' "$(tr '\n' ' ' <"$work/otlp.log")"
        cut -c1-600 "$work/otlp.log"
        ;;
    esac
done
echo "$wrong wrong"
[ "$wrong" = 0 ]
