# Node, the npm packages and the build.

NODE_NEEDED='20.19'

require_node() {
  command -v node >/dev/null ||
    die "Node.js $NODE_NEEDED or newer is needed, and there is no node on the PATH."
  node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1);
  ' || die "Node.js $NODE_NEEDED or newer is needed, and this is $(node --version)."
  command -v npm >/dev/null || die 'npm is needed, and is not on the PATH: install it beside Node.js.'
}

# Installs the packages exactly as package-lock.json has them. npm writes its own list last, so a list
# that is newer than the lock proves a complete installation.
ensure_packages() {
  local installed="$root/node_modules/.package-lock.json"
  [ -e "$installed" ] && [ ! "$root/package-lock.json" -nt "$installed" ] && return
  # npm would empty the folder that a symbolic link points to.
  [ ! -L "$root/node_modules" ] ||
    die 'node_modules is a link, and not newer than package-lock.json: install where it leads.'
  say 'Installing the locked npm packages …'
  (cd "$root" && quietly npm ci --ignore-scripts --include=dev --no-audit --no-fund --loglevel=error) ||
    die 'npm could not install the locked packages; what it wrote is above.'
}

# Builds dist/ if a source file is newer than the last successful build. Nothing empties dist/ first, since a
# program may be running from it. Where the system has flock, a second build waits for the first.
ensure_build() (
  built="$root/dist/.built"
  exec 9>"$root/node_modules/.build-lock"
  if command -v flock >/dev/null; then flock 9; fi
  if [ -e "$built" ] && [ -z "$(newer_than "$built")" ]; then exit 0; fi
  say 'Building …'
  started=$(mktemp)
  trap 'rm -f "$started"' EXIT
  (cd "$root" && quietly npm run --silent build:relay) || exit 1
  (cd "$root" && quietly npm run --silent build:console) || exit 1
  # Dated to the start of the build, so that a file that is changed during it is built again.
  touch -r "$started" "$built"
)

# Folders are compared, too: removing a file makes its folder newer.
newer_than() {
  local at=("$root/apps" "$root/libs" "$root/package-lock.json")
  at+=("$root/tsconfig.json" "$root/tsconfig.build.json")
  find "${at[@]}" -newer "$1" ! -name '*.spec.ts' -print | head -n 1
}
