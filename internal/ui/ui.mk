# The people's pages: make pages builds internal/ui/dist, and only when their sources changed.

UI := internal/ui
UI_SOURCES := $(shell find $(UI)/src $(UI)/public $(UI)/vite -type f) $(wildcard examples/*.graphql) \
	$(UI)/index.html $(UI)/vite.config.ts $(UI)/tsconfig.json
UI_PACKAGES := $(UI)/node_modules/.package-lock.json

.PHONY: pages clean-pages

pages: $(UI)/dist/index.html ## build the GraphiQL page the program embeds

$(UI)/dist/index.html: $(UI_SOURCES) $(UI_PACKAGES)
	rm -rf $(UI)/dist/assets $@
	cd $(UI) && npm run --silent build -- --logLevel warn
	touch $@

# npm writes this file last, so that an interrupted install starts again.
$(UI_PACKAGES): $(UI)/package.json $(UI)/package-lock.json $(UI)/.npmrc
	@command -v npm >/dev/null && command -v node >/dev/null || { \
		echo "The pages need Node.js 20 or newer. On Debian, as root: apt-get install -y nodejs npm" >&2; exit 1; }
	@node -e 'const [major, minor] = process.versions.node.split("."); process.exit(+major > 20 || (+major === 20 && +minor >= 19) ? 0 : 1)' \
		|| { echo "The pages need Node.js 20.19 or newer, this is $$(node --version)." >&2; exit 1; }
	cd $(UI) && npm ci --no-progress
	touch $@

clean-pages: ## remove the built pages and their packages
	rm -rf $(UI)/dist/assets $(UI)/dist/index.html $(UI)/dist/icon.svg $(UI)/node_modules
