#!/bin/sh
# Bouwt in publicatie/ de site van de hoofdtak, en onder voorbeeld/<nummer>/ elk voorstel dat gezien mag worden.
# Vraagt SITE_URL (openbaar adres, met / erachter), CODE_HOST en GH_TOKEN. Een voorstel dat niet te bouwen is, krijgt geen voorbeeld.
set -eu
: "${SITE_URL:?zet de variabele SITE_URL bij de instellingen van dit project}"
SITE_URL="${SITE_URL%/}/"
export SITE_URL
.venv/bin/kennisbank build
mv site publicatie

gh pr list --state open --limit 20 --json number,headRefOid,isCrossRepository,labels \
  --jq '.[] | select((.isCrossRepository | not) or any(.labels[]; .name == "voorbeeld")) | "\(.number) \(.headRefOid)"' |
while read -r nummer commit; do
  git reset --quiet --hard
  git clean --quiet -d --force lessons data
  if git fetch --quiet origin "$commit" && .venv/bin/python -m macros.proposal "$commit" &&
     VOORBEELD="$nummer" SITE_URL="${SITE_URL}voorbeeld/$nummer/" .venv/bin/kennisbank build; then
    mkdir -p publicatie/voorbeeld
    mv site "publicatie/voorbeeld/$nummer"
  else
    echo "Voorstel $nummer krijgt geen voorbeeld."
  fi
done
