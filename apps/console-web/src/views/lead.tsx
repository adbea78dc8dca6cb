import {
  counts,
  hearingCount,
  lateCount,
  lateKey,
  link,
  missingRoles,
  relayTrace,
  rowCount,
  rowKeys,
  rowOf,
  now,
  totals,
} from '../rows/store.js';
import type { Level, Verdict } from '../rows/verdict.js';
import { figure, rateFigure } from '../texts/figures.js';
import { t } from '../texts/texts.js';
import { verdictLine, wayOutOf } from '../texts/verdict-line.js';
import { addressOf } from '../ui/route.js';

/** The sentence at the top: whether all is well, and if not, what to do. */
interface LeadLine {
  readonly level: Level | 'unknown';
  readonly says: string;
  readonly more?: string | undefined;
  /** The bridge that the sentence is about. */
  readonly name?: string | undefined;
}

function leadLine(): LeadLine {
  const { lead } = t();
  if (link.value === 'loading') return { level: 'unknown', says: lead.loading };
  if (link.value === 'lost') return { level: 'trouble', says: lead.lost, more: lead.lostWayOut };
  if (link.value === 'unreached') {
    return { level: 'trouble', says: lead.lost, more: lead.unreachedWayOut };
  }
  if (link.value === 'unknown') {
    const more = rowCount.value === 0 ? lead.unknownFirstWayOut : lead.unknownWayOut;
    return { level: 'trouble', says: lead.unknown, more };
  }
  if (link.value === 'crowded') {
    return { level: 'trouble', says: lead.crowded, more: lead.crowdedWayOut };
  }
  if (rowCount.value === 0) return { level: 'rest', says: lead.none, more: lead.noneWayOut };
  const [missing] = missingRoles.value;
  if (missing !== undefined) {
    const says = missing === 'collector' ? lead.noCollector : lead.noReporter;
    return { level: 'trouble', says, more: lead.startOne(missing) };
  }
  return ofBridges();
}

/** The sentence about all bridges. The first row is the most urgent one. */
function ofBridges(): LeadLine {
  const { lead } = t();
  const { trouble, notice, well } = counts.value;
  const heard = hearingCount.value;
  const all = rowCount.value;
  const first = rowOf(rowKeys.value[0]!);
  const verdict = first?.verdict.value;
  if (first === undefined || verdict === undefined) return { level: 'rest', says: lead.allRest };
  const name = first.name;
  if (all === 1 && verdict.level !== 'well') {
    const says = lead.one(verdictLine(verdict));
    return { level: verdict.level, says, more: wayOutOf(verdict), name };
  }
  if (trouble > 0) {
    return {
      level: 'trouble',
      says: lead.trouble(trouble, all),
      more: moreOf(name, verdict),
      name,
    };
  }
  const late = rowOf(lateKey.value ?? '');
  if (late !== undefined) {
    const more = moreOf(late.name, late.verdict.value);
    return { level: 'notice', says: lead.late(lateCount.value, all), more, name: late.name };
  }
  if (notice > 0) {
    return { level: 'notice', says: lead.some(heard, all), more: moreOf(name, verdict), name };
  }
  return well > 0
    ? { level: 'well', says: well === all ? lead.all(well) : lead.some(heard, all) }
    : { level: 'rest', says: lead.allRest };
}

/** The state of a bridge, and what to do. */
function moreOf(name: string, verdict: Verdict): string {
  return `${t().lead.waitsFor(name, verdictLine(verdict))}${t().gap}${wayOutOf(verdict)}`.trim();
}

export function Lead() {
  const { level, says, more, name } = leadLine();
  return (
    <section class={`lead lead-${level}`}>
      <span class={`mark mark-${level}`} aria-hidden="true" />
      <div role="status">
        <h1>{says}</h1>
        {more !== undefined && (
          <p>
            {more}{' '}
            {name !== undefined && (
              <a href={addressOf({ page: 'bridge', name })}>{`${name}\u00a0→`}</a>
            )}
          </p>
        )}
      </div>
      {rowCount.value > 0 && <Totals />}
    </section>
  );
}

/** The same on a page of something else, while what that shows is from before. */
export function Away() {
  if (link.value === 'live' || link.value === 'loading') return null;
  const { says, more } = leadLine();
  return (
    <section class="lead lead-trouble">
      <span class="mark mark-trouble" aria-hidden="true" />
      <div role="status">
        <strong>{says}</strong>
        <p>{more}</p>
      </div>
    </section>
  );
}

function Totals() {
  const { received, reported } = relayTrace.rates(now.value);
  const { waiting, deadLettered, dropped } = totals.value;
  const lost = Object.values(dropped).reduce((sum, one) => sum + one, 0);
  const words = t().totals;
  return (
    <dl class="totals">
      <Total name={words.received} value={rateFigure(received)} />
      <Total name={words.reported} value={rateFigure(reported)} />
      <Total name={words.waiting} value={figure(waiting)} />
      <Total name={words.dropped} value={figure(lost)} />
      {deadLettered > 0 && <Total name={words.deadLettered} value={figure(deadLettered)} />}
    </dl>
  );
}

function Total({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
