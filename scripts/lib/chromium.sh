# The browser for the tests of the console, and the fonts that its pages need. The installation leaves no service
# running.

ensure_chromium() {
  local name
  for name in chromium-headless-shell chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then return; fi
  done
  name=chromium
  if command -v apt-get >/dev/null; then
    # Without windows a page takes a quarter of the CPU time. Not every system has this package.
    if apt-cache show chromium-headless-shell >/dev/null 2>&1; then name=chromium-headless-shell; fi
    install_with_apt "$name" "$name" fonts-noto-cjk
  elif command -v brew >/dev/null; then
    say 'Installing chromium (brew install --cask chromium) …'
    quietly brew install --cask chromium ||
      die 'Homebrew could not install chromium; what it wrote is above.'
  else
    die 'chromium is not on the PATH: install Chromium and run this again.'
  fi
  hash -r
  command -v "$name" >/dev/null ||
    die "Chromium is installed, but $name is not on the PATH: add its folder to the PATH."
}
