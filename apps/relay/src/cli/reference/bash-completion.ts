import { COMMON_OPTIONS, type CommandOutline, type OptionOutline } from './command-outline.js';
import { FILES, flagsText, optionsOf, singleQuoted, takesFile, topOf } from './completion-words.js';

/** For bash: a function for `complete`. */
export function bashScript(commands: readonly CommandOutline[]): string {
  const cases = commands.map((command) => {
    const offered = [
      ...command.within.map(([name]) => name),
      ...optionsOf(command).map(({ long }) => long),
    ];
    const files = takesFile(command) ? ' files=1' : '';
    return `    ${singleQuoted(command.path)}) offered=${words(offered)}${files} ;;`;
  });
  const groups = commands.filter(({ within }) => within.length > 0);
  const deeper = groups.map(({ path, within }) => {
    return `      ${within.map(([name]) => singleQuoted(`${path} ${name}`)).join(' | ')}) path="$path $word" ;;`;
  });
  const all = [...commands.flatMap(({ options }) => options), ...COMMON_OPTIONS];
  const flagsWith = (isWanted: (one: OptionOutline) => boolean): string =>
    [...new Set(all.filter((one) => one.value !== undefined && isWanted(one)).map(flagsText))].join(
      ' | ',
    );
  return `# bash completion for live-relay: eval "$(live-relay completion bash)"
_live_relay() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local path='' offered='' files='' word i
  # --config=file is three words.
  if [ "$current" = '=' ]; then current=''
  elif [ "$previous" = '=' ]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      ${flagsWith(() => true)}) ((i++)); [ "\${COMP_WORDS[i]}" != '=' ] || ((i++)); continue ;;
      -*) continue ;;
    esac
    if [ -z "$path" ]; then path=$word; continue; fi
    case "$path $word" in
${deeper.join('\n')}
    esac
  done
  COMPREPLY=()
  case $previous in
    ${flagsWith(({ value }) => FILES.has(value ?? ''))}) _live_relay_files; return ;;
    ${flagsWith(({ value }) => !FILES.has(value ?? ''))}) return ;;
  esac
  case $path in
    '') offered=${words([...topOf(commands).map(({ path }) => path), ...COMMON_OPTIONS.map(({ long }) => long), '--version'])} ;;
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$offered" -- "$current"))
  if [ -n "$files" ]; then _live_relay_files
  # A folder of the name of a command is not meant. Bash 3 has no compopt.
  else compopt +o filenames 2>/dev/null; fi
}
_live_relay_files() {
  local file
  # A name may hold blanks.
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$current")
}
complete -o filenames -F _live_relay live-relay
`;
}

function words(list: readonly string[]): string {
  return singleQuoted(list.join(' '));
}
