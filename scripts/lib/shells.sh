# The shells for which the program writes completions: tests ask each of them what it offers.

ensure_shells() {
  local name missing=()
  for name in zsh fish; do
    command -v "$name" >/dev/null || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if command -v apt-get >/dev/null; then
    install_with_apt "${missing[*]}" "${missing[@]}"
  elif command -v brew >/dev/null; then
    say "Installing ${missing[*]} (brew) …"
    quietly brew install "${missing[@]}" ||
      die "Homebrew could not install ${missing[*]}; what it wrote is above."
  else
    die "not on the PATH: ${missing[*]}. Install them and run this again."
  fi
  hash -r
}
