#!/bin/sh
# Bouwt in publicatie/ de site van de hoofdtak, en onder voorbeeld/<nummer>/ elk voorstel dat gezien mag worden (macros/previews.py).
# Vraagt SITE_URL (openbaar adres) en CODE_HOST, en op de invoer de open voorstellen (.github/open.graphql). Een voorstel dat niet te
# bouwen is, te lang duurt of niet meer past, krijgt geen voorbeeld; de site zelf gaat altijd door.
set -eu
: "${SITE_URL:?zet de variabele SITE_URL bij de instellingen van dit project}"
SITE_URL="${SITE_URL%/}/"
export SITE_URL
PAST="${PAST:-900}"  # MB; op Pages past 1 GB
.venv/bin/python -m macros.previews > voorstellen.txt  # vooraf: daarna verandert wat er in de werkmap staat
.venv/bin/kennisbank build
mv site publicatie

while read -r nummer commit; do
  git reset --quiet --hard
  git clean --quiet -d --force lessons data
  if git fetch --quiet origin "$commit" && .venv/bin/python -m macros.proposal "$commit" &&
     VOORBEELD="$nummer" SITE_URL="${SITE_URL}voorbeeld/$nummer/" timeout 300 .venv/bin/kennisbank build; then
    if [ "$(du -sm publicatie site | awk '{mb += $1} END {print mb}')" -gt "$PAST" ]; then
      echo "Voorstel $nummer past niet meer op Pages en krijgt geen voorbeeld."
      break
    fi
    mkdir -p publicatie/voorbeeld
    mv site "publicatie/voorbeeld/$nummer"
  else
    echo "Voorstel $nummer krijgt geen voorbeeld."
  fi
done < voorstellen.txt
