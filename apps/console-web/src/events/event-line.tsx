import { t } from '../texts/page-texts.js';
import { shownEvent } from './shown-event.js';

/** One event of a viewer. What a viewer wrote is shown as text, whatever it looks like. */
export function EventLine({ event }: { readonly event: unknown }) {
  const { type, who, text, count } = shownEvent(event);
  return (
    <li class="event">
      <span class={`kind kind-${type}`}>{t().kinds[type] ?? type}</span>
      {who !== '' && (
        <strong>
          <bdi>{who}</bdi>
        </strong>
      )}
      <span class="event-text">
        <bdi>{text}</bdi>
        {count !== undefined && ` × ${count}`}
      </span>
    </li>
  );
}
