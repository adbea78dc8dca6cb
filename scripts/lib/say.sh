# Messages go to standard error, so that standard output holds only the result of a script.

say() {
  printf '%s\n' "$*" >&2
}

die() {
  say "${0##*/}: $*"
  exit 2
}

# Runs a command quietly and without standard input; shows its output only if it fails, and returns its
# exit code.
quietly() {
  local output status=0
  output=$("$@" 2>&1 </dev/null) || status=$?
  [ "$status" -eq 0 ] || say "$output"
  return "$status"
}
