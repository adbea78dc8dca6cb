# The browser for the tests of the console, and the fonts that its pages need. The installation leaves no service
# running.

ensure_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then return; fi
  done
  if command -v apt-get >/dev/null; then
    install_with_apt chromium chromium fonts-noto-cjk
  elif command -v brew >/dev/null; then
    say 'Installing chromium (brew install --cask chromium) …'
    quietly brew install --cask chromium ||
      die 'Homebrew could not install chromium; what it wrote is above.'
  else
    die 'chromium is not on the PATH: install Chromium and run this again.'
  fi
  hash -r
  command -v chromium >/dev/null ||
    die 'Chromium is installed, but chromium is not on the PATH: add its folder to the PATH.'
}
