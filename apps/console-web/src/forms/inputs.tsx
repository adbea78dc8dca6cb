import { useSignal } from '@preact/signals';
import { t } from '../texts/page-texts.js';
import type { FieldSchema } from './field-kind.js';
import type { About } from './fields.js';

interface InputProps {
  readonly about: About;
  readonly change: (value: unknown) => void;
}

/** The relay never sends a secret back: a sealed one stays until the user writes another. */
export function SecretInput({
  about,
  isSealed,
  change,
}: InputProps & { readonly isSealed: boolean }) {
  return (
    <input
      id={about.id}
      type="password"
      // With `off` browsers still fill in the password that they know of this page: the console's token.
      autocomplete="new-password"
      value={typeof about.value === 'string' ? about.value : ''}
      placeholder={isSealed ? t().add.sealed : ''}
      aria-describedby={about.describedBy}
      aria-invalid={about.isWrong}
      onInput={({ currentTarget: { value } }) => change(value === '' ? undefined : value)}
    />
  );
}

export function NumberInput({
  about,
  schema,
  change,
}: InputProps & { readonly schema: FieldSchema }) {
  // As it is written: where the number of `0.` was put back, the next digit came before it.
  const text = useSignal(typeof about.value === 'number' ? String(about.value) : '');
  const isUnreadable = useSignal(false);
  return (
    <>
      <input
        id={about.id}
        type="number"
        class={isUnreadable.value ? 'unreadable' : ''}
        step="any"
        min={schema.minimum}
        max={schema.maximum}
        value={text.value}
        placeholder={typeof schema.default === 'number' ? String(schema.default) : ''}
        aria-describedby={about.describedBy}
        aria-invalid={about.isWrong || isUnreadable.value}
        onInput={({ currentTarget: { value, validity } }) => {
          text.value = value;
          isUnreadable.value = validity.badInput;
          change(value === '' ? undefined : Number(value));
        }}
      />
      {isUnreadable.value && <p class="help problem">{t().add.notNumber}</p>}
    </>
  );
}

/** Several values of a closed set. The default is all of them. */
export function Choices({ about, schema, change }: InputProps & { readonly schema: FieldSchema }) {
  const all = schema.items?.enum ?? [];
  const given = Array.isArray(about.value) ? about.value : schema.default;
  const taken = new Set<unknown>(Array.isArray(given) ? given : []);
  const toggle = (one: string, isTaken: boolean): void => {
    const next = all.filter((other) => (other === one ? isTaken : taken.has(other)));
    change(next.length === all.length ? undefined : next);
  };
  return (
    <>
      <div
        id={about.id}
        class="choices"
        role="group"
        aria-labelledby={`${about.id}-label`}
        aria-describedby={about.describedBy}
      >
        {all.map((one) => (
          <label key={one} class="check">
            <input
              type="checkbox"
              checked={taken.has(one)}
              aria-invalid={about.isWrong}
              onChange={({ currentTarget: { checked } }) => toggle(one, checked)}
            />
            {t().types[one] ?? one}
          </label>
        ))}
      </div>
      {taken.size === 0 && (
        <p class="help problem" role="alert">
          {t().add.noneTicked}
        </p>
      )}
    </>
  );
}

/** A list, one value a line. */
export function Lines({ about, change }: InputProps) {
  const lines = Array.isArray(about.value) ? about.value.map(String) : [];
  return (
    <textarea
      id={about.id}
      rows={Math.min(8, Math.max(2, lines.length))}
      value={lines.join('\n')}
      aria-describedby={about.describedBy}
      aria-invalid={about.isWrong}
      onChange={({ currentTarget: { value } }) => {
        const next = value.split('\n').filter((line) => line.trim() !== '');
        change(next.length === 0 ? undefined : next);
      }}
    />
  );
}

/** A value as JSON. The draft changes only while the text can be parsed. */
export function Json({ about, change }: InputProps) {
  const text = useSignal(
    about.value === undefined ? '' : JSON.stringify(about.value, undefined, 2),
  );
  const isUnreadable = useSignal(false);
  const read = (written: string): void => {
    text.value = written;
    try {
      change(written.trim() === '' ? undefined : (JSON.parse(written) as unknown));
      isUnreadable.value = false;
    } catch {
      isUnreadable.value = true;
    }
  };
  return (
    <>
      <textarea
        id={about.id}
        class={isUnreadable.value ? 'code unreadable' : 'code'}
        rows={Math.min(16, Math.max(4, text.value.split('\n').length))}
        spellcheck={false}
        placeholder="JSON"
        value={text.value}
        aria-describedby={about.describedBy}
        aria-invalid={about.isWrong || isUnreadable.value}
        onInput={({ currentTarget: { value } }) => read(value)}
      />
      {isUnreadable.value && <p class="help problem">{t().add.notJson}</p>}
    </>
  );
}
