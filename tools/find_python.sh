#!/bin/sh
# Print the path of a Python that Curator runs on (3.11 to 3.13), or say on standard error what to install.
# PYTHON=... is tried first.
found=""
for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    path=$(command -v "$name" 2>/dev/null) || continue
    version=$("$path" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    case $version in
        3.11 | 3.12 | 3.13) ;;
        *) found="$found $name is $version;" && continue ;;
    esac
    if "$path" -c 'import venv' 2>/dev/null; then
        echo "$path"
        exit 0
    fi
    found="$found $name ($version) has no module 'venv' (Debian: apt-get install python$version-venv);"
done
echo "Curator needs Python 3.11, 3.12 or 3.13 with the module 'venv'." >&2
echo "Looked for python3, python3.13, python3.12, python3.11:${found:- none is on PATH.}" >&2
echo "Install one, or name one: make setup PYTHON=/path/to/python3.11" >&2
exit 1
