import { useSignal } from '@preact/signals';
import { language, t } from '../texts/texts.js';
import { platformName } from '../texts/platforms.js';
import { NEEDS, UNKNOWN_NEEDS, type SourceNeeds } from './needs.js';

const GROUPS = ['china', 'world', 'own'] as const;

/** Which chat is to be read, with a picture of what that needs. */
export function SourcePicker(props: {
  readonly types: readonly string[];
  readonly pick: (type: string) => void;
}) {
  const wanted = useSignal('');
  const words = t().add;
  const groups = language.value === 'zh' ? GROUPS : (['world', 'china', 'own'] as const);
  const found = props.types.filter((type) => isLike(type, wanted.value.trim().toLowerCase()));
  return (
    <section class="picker" aria-label={words.pick}>
      <input
        type="search"
        aria-label={words.find}
        placeholder={words.find}
        value={wanted.value}
        onInput={({ currentTarget: { value } }) => (wanted.value = value)}
      />
      {groups.map((group) => (
        <Group
          key={group}
          name={words.groups[group]}
          types={found.filter((type) => needsOf(type).group === group)}
          pick={props.pick}
        />
      ))}
      {found.length === 0 && <p class="none">{words.noneFound}</p>}
    </section>
  );
}

function Group(props: {
  readonly name: string;
  readonly types: readonly string[];
  readonly pick: (type: string) => void;
}) {
  if (props.types.length === 0) return null;
  const order = Object.keys(NEEDS);
  const types = props.types.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  return (
    <>
      <h3>{props.name}</h3>
      <div class="tiles">
        {types.map((type) => (
          <button key={type} type="button" class="tile" onClick={() => props.pick(type)}>
            <strong>{platformName(type)}</strong>
            <code>{type}</code>
            <span class="muted">{said(needsOf(type).says)}</span>
            <Way type={type} />
          </button>
        ))}
      </div>
    </>
  );
}

/** The way of an event, from the platform to the virtual human. */
export function Way({ type }: { readonly type: string }) {
  const { via, needs } = needsOf(type);
  const words = t().add.way;
  const platform = platformName(type);
  // A tool that carries the name of its type reads many platforms.
  const isTool = via?.[0] === platform;
  const stops = [
    isTool ? words.platforms : platform,
    ...(via === undefined ? [] : [said(via)]),
    words.relay,
    words.human,
  ];
  return (
    <span class="way" aria-hidden="true">
      {stops.map((stop, i) => (
        <span key={stop} class={i === 1 && via !== undefined ? `stop stop-${needs}` : 'stop'}>
          {stop}
        </span>
      ))}
    </span>
  );
}

export function needsOf(type: string): SourceNeeds {
  return Object.hasOwn(NEEDS, type) ? NEEDS[type]! : UNKNOWN_NEEDS;
}

function said([en, zh = en]: readonly [en: string, zh?: string]): string {
  return language.value === 'zh' ? zh : en;
}

function isLike(type: string, wanted: string): boolean {
  const { via = [], says } = needsOf(type);
  const texts = [type, platformName(type), ...via, ...says];
  return texts.some((text) => text?.toLowerCase().includes(wanted) === true);
}
