# What the scripts say goes to standard error, so that their output stays their result.

say() {
  printf '%s\n' "$*" >&2
}

die() {
  say "${0##*/}: $*"
  exit 2
}

# Runs a command quietly, with nothing on its standard input; shows what it wrote only where it
# fails, and passes its failure on.
quietly() {
  local output status=0
  output=$("$@" 2>&1 </dev/null) || status=$?
  [ "$status" -eq 0 ] || say "$output"
  return "$status"
}
