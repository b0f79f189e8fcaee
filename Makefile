# serve · test · check · bench · lock: each makes what it needs.
PYTHON ?= python3
VENV   := .venv
READY  := $(VENV)/.klaar
ADDRESS ?= 127.0.0.1:8000
export NO_MKDOCS_2_WARNING = 1

.PHONY: serve site test check style bench zoektest lock leveranciers clean
.DEFAULT_GOAL := serve

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 of nieuwer is nodig; dit is $$($(PYTHON) --version)."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

serve: $(READY)  ## the site with everything in it, rebuilt on every change
	$(VENV)/bin/mkdocs serve --dev-addr $(ADDRESS)

site: $(READY)  ## the real build, in site/
	$(VENV)/bin/kennisbank build

check: $(READY)  ## the records only
	$(VENV)/bin/kennisbank check

style: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/yamllint --strict lessons data .github mkdocs.yml

test: $(READY)  ## the whole gate
	sh tests/install_browser.sh $(VENV)
	$(MAKE) --no-print-directory style
	$(VENV)/bin/kennisbank check
	$(VENV)/bin/kennisbank taal
	$(VENV)/bin/pytest -n 2 --dist worksteal

bench: $(READY)  ## figures beside stock Material; no test
	$(VENV)/bin/python bench/bench.py

zoektest: $(READY)  ## how well the search answers the judged queries, beside stock Material; no test
	sh tests/install_browser.sh $(VENV)
	$(VENV)/bin/python bench/zoektest.py

lock: $(READY)  ## maintainers: needs uv; the file holds names, versions and hashes only
	uv pip compile pyproject.toml --extra test --extra build --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links --upgrade -o requirements.lock

leveranciers: $(READY)  ## maintainers: needs node; what the form runs on in the browser
	sh leveranciers/maak.sh

clean:
	rm -rf site .opbouw .opbouw-oud test-resultaten
