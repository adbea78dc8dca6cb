import { mayChange } from '../api/session.js';
import { counts, rowCount } from '../rows/store.js';
import { LEVELS, type Level } from '../rows/verdict.js';
import { figure } from '../texts/figures.js';
import { t } from '../texts/texts.js';
import { Icon } from '../ui/icons.js';
import { addressOf } from '../ui/route.js';
import { search, shownLevel } from './bridge-list.js';

/** The search and the filters of the list. */
export function ListTools() {
  const { list, levels } = t();
  return (
    <div class="tools">
      <label class="search">
        <Icon name="search" />
        <span class="gone">{list.search}</span>
        <input
          type="search"
          value={search.value}
          placeholder={list.searchHint}
          onInput={(event) => (search.value = event.currentTarget.value)}
        />
      </label>
      <div class="chips" role="group" aria-label={list.state}>
        <Chip of={undefined} name={list.all} count={rowCount.value} />
        {LEVELS.map((level) =>
          counts.value[level] === 0 && shownLevel.value !== level ? null : (
            <Chip key={level} of={level} name={levels[level]} count={counts.value[level]} />
          ),
        )}
      </div>
      {mayChange.value && (
        <a class="button primary tools-end" href={addressOf({ page: 'add' })}>
          <Icon name="plus" />
          <span class="tools-add">{t().list.add}</span>
        </a>
      )}
    </div>
  );
}

function Chip(props: {
  readonly of: Level | undefined;
  readonly name: string;
  readonly count: number;
}) {
  const { of, name, count } = props;
  return (
    <button
      type="button"
      class="chip"
      aria-pressed={shownLevel.value === of}
      onClick={() => (shownLevel.value = of)}
    >
      {of !== undefined && <span class={`dot dot-${of}`} aria-hidden="true" />}
      {name} <span class="chip-count">{figure(count)}</span>
    </button>
  );
}
