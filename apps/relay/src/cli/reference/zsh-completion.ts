import { COMMON_OPTIONS, type CommandOutline, type OptionOutline } from './command-outline.js';
import { FILES, flagsText, optionsOf, singleQuoted, takesFile, topOf } from './completion-words.js';

/** For zsh: a function of its completion system. */
export function zshScript(commands: readonly CommandOutline[]): string {
  const ofCommand = (command: CommandOutline): string => {
    const rows = [
      ...command.within.map(([name, summary]) => row(name, summary)),
      ...optionsOf(command).map(({ long, description }) => row(long, description)),
    ];
    const files = takesFile(command) ? '; _files' : '';
    return `    ${singleQuoted(command.path)}) offered=(${rows.join(' ')})${files} ;;`;
  };
  const deeper = commands
    .filter(({ within }) => within.length > 0)
    .flatMap(({ path, within }) => within.map(([name]) => singleQuoted(`${path} ${name}`)));
  const valued = [...commands.flatMap(({ options }) => options), ...COMMON_OPTIONS].filter(
    ({ value }) => value !== undefined,
  );
  const files = valued.filter(({ value }) => FILES.has(value ?? ''));
  const others = valued.filter(({ value }) => !FILES.has(value ?? ''));
  const top = [
    ...topOf(commands).map(({ path, summary }) => row(path, summary)),
    ...COMMON_OPTIONS.map(({ long, description }) => row(long, description)),
    row('--version', 'the version'),
  ];
  return `#compdef live-relay
# zsh completion for live-relay: live-relay completion zsh > "\${fpath[1]}/_live-relay"
_live_relay() {
  local -a offered
  local command='' word i
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    case $word in
      ${flags(valued)}) ((i++)); continue ;;
      -*) continue ;;
    esac
    if [[ -z $command ]]; then command=$word; continue; fi
    case "$command $word" in
      ${deeper.join(' | ')}) command="$command $word" ;;
    esac
  done
  if compset -P '(${flags(files).replaceAll(' ', '')})=' 2>/dev/null; then _files; return; fi
  case \${words[CURRENT - 1]} in
    ${flags(files)}) _files; return ;;
    ${flags(others)}) return 1 ;;
  esac
  case $command in
    '') offered=(${top.join(' ')}) ;;
${commands.map(ofCommand).join('\n')}
  esac
  _describe 'live-relay' offered
}
if [[ $funcstack[1] == _live-relay ]]; then _live_relay "$@"; else compdef _live_relay live-relay; fi
`;
}

/** _describe takes what stands before a colon as the word. */
function row(name: string, text: string): string {
  return singleQuoted(`${name.replaceAll(':', String.raw`\:`)}:${text}`);
}

function flags(some: readonly OptionOutline[]): string {
  return [...new Set(some.map(flagsText))].join(' | ');
}
