import type { RecentReport } from '../api/contract.js';
import { clock, figure, latencyFigure } from '../texts/figures.js';
import { t } from '../texts/page-texts.js';
import { reversed } from '../ui/reversed.js';

const SHOWN = 30;

/** The last reports to MetaStudio, and their outcomes. */
export function Reports({ reports }: { readonly reports: readonly RecentReport[] }) {
  const words = t().bridge;
  return (
    <section class="card">
      <h2>{words.reports}</h2>
      {reports.length === 0 ? (
        <p class="muted">{words.noReports}</p>
      ) : (
        <ol class="moments reports" tabIndex={0} aria-label={words.reports}>
          {reversed(reports.slice(-SHOWN)).map(({ at, outcome, events, durationMs }) => (
            <li key={at}>
              <time dateTime={new Date(at).toISOString()}>{clock(at)}</time>
              <span class={outcome === 'delivered' ? 'well' : 'problem'}>
                {words.outcomes[outcome] ?? outcome}
              </span>
              <span class="muted">{words.eventsIn(figure(events), latencyFigure(durationMs))}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
