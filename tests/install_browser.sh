#!/bin/sh
# A Chromium for the browser tests: the one that is there, else Debian's where we may install it, else Playwright's own.
set -eu
venv=$1
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
"$venv/bin/python" tests/chromium.py >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Chromium ontbreekt; apt-get haalt het op."
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "Chromium ontbreekt; Playwright haalt het op."
"$venv/bin/playwright" install chromium && exit 0
echo "Er is geen Chromium en ophalen lukte niet. Installeer Chromium en draai make test opnieuw." >&2
exit 1
