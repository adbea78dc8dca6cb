import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { figure } from '../texts/figures.js';
import { t } from '../texts/page-texts.js';
import {
  isBlock,
  placeText,
  pointerOf,
  problemAt,
  valueAt,
  type Draft,
  type DraftPath,
  type Found,
} from './draft.js';
import { textOf } from './draft.js';
import { isWrong, kindOf, type FieldSchema } from './field-kind.js';
import { Choices, Json, Lines, NumberInput, SecretInput } from './inputs.js';
import { hintOf, labelOf, valueLabelOf } from './key-labels.js';
import { toldText } from './told-text.js';

/** What all fields of a form share. */
export interface Form {
  readonly draft: Draft;
  readonly problems: readonly Found[];
  readonly change: (path: DraftPath, value: unknown) => void;
  /** Help texts from the source's page, by key. */
  readonly help?: Readonly<Record<string, string>> | undefined;
}

interface FieldProps {
  readonly form: Form;
  readonly path: DraftPath;
  readonly schema: FieldSchema;
  readonly isRequired?: boolean;
}

/** The keys of a block: the required ones, and the others on request. */
export function BlockFields(
  props: FieldProps & {
    readonly without?: readonly string[];
    /** Keys that are shown at once though not every bridge needs them. */
    readonly first?: readonly string[] | undefined;
  },
) {
  const { form, path, schema, without = [], first = [] } = props;
  const { properties = {}, required = [] } = schema;
  const keys = Object.keys(properties).filter((key) => !without.includes(key));
  const needed = keys.filter((key) => required.includes(key));
  const shown = first.filter((key) => keys.includes(key) && !required.includes(key));
  const others = keys.filter((key) => !required.includes(key) && !shown.includes(key));
  const field = (key: string) => (
    <Field
      key={key}
      form={form}
      path={[...path, key]}
      schema={properties[key]!}
      isRequired={required.includes(key)}
    />
  );
  const isSet = others.some((key) => valueAt(form.draft, [...path, key]) !== undefined);
  // A wrong field must be visible.
  const isTold = others.some((key) => problemAt(form.problems, [...path, key]) !== undefined);
  const areFew = needed.length + shown.length === 0 && others.length <= 2;
  const isFilled = isSet || areFew;
  const more = useRef<HTMLDetailsElement>(null);
  // Only its user closes it: not what empties its last field.
  useLayoutEffect(() => {
    if ((isFilled || isTold) && more.current !== null) more.current.open = true;
  }, [isFilled, isTold]);
  return (
    <>
      {[...needed, ...shown].map(field)}
      {others.length > 0 && (
        <details ref={more}>
          <summary>{path.length === 0 ? t().add.more : t().add.moreOfSource}</summary>
          <div class="fields">{others.map(field)}</div>
        </details>
      )}
    </>
  );
}

/** The field of one key: its name, its help from the pages, and what is wrong with it. */
export function Field({ form, path, schema, isRequired = false }: FieldProps) {
  const id = useId();
  const key = path.at(-1)!;
  const value = valueAt(form.draft, path);
  const kind = kindOf(schema, path.length - 1);
  if (kind === 'block') {
    return (
      <fieldset class="fields block">
        <legend>{labelOf(path)}</legend>
        {Object.entries(schema.properties ?? {}).map(([inner, own]) => (
          <Field key={inner} form={form} path={[...path, inner]} schema={own} />
        ))}
      </fieldset>
    );
  }
  const found = problemAt(form.problems, path);
  const help = form.help?.[key] ?? hintOf(path, schema.description);
  const expected = help === '' ? boundsOf(schema) : help;
  const isNotValid = isWrong(value, schema);
  const wrong =
    found === undefined
      ? isNotValid
        ? t().add.notValid(expected)
        : undefined
      : wrongText(found, path, expected, value === undefined);
  const about = { id, value, isWrong: wrong !== undefined, describedBy: `${id}-help` };
  const change = (next: unknown): void => form.change(path, next);
  if (kind === 'flag') {
    return (
      <div class="field">
        <label class="check">
          <input
            id={id}
            type="checkbox"
            checked={value === true || (value === undefined && schema.default === true)}
            aria-describedby={`${id}-help`}
            aria-invalid={about.isWrong}
            onChange={(event) => change(event.currentTarget.checked)}
          />
          {labelOf(path)}
        </label>
        <Help id={`${id}-help`} help={help} wrong={wrong} />
      </div>
    );
  }
  return (
    <div class="field">
      <label id={`${id}-label`} for={id}>
        {labelOf(path)}
        {isRequired && <span class="needed"> *</span>}
      </label>
      <Input kind={kind} about={about} schema={schema} isRequired={isRequired} change={change} />
      <Help id={`${id}-help`} help={help} wrong={wrong} />
    </div>
  );
}

/** What is wrong with a field, or with a part of what is written in it as JSON. */
function wrongText(
  { pointer = '', detail }: Found,
  path: DraftPath,
  expected: string,
  isMissing: boolean,
): string {
  const part = placeText(pointer.slice(pointerOf(path).length));
  if (!/[a-z]/u.test(part)) return toldText(detail, expected, isMissing);
  // The help is of the whole.
  return t().ofKey(part, toldText(detail, '', false));
}

function Help(props: {
  readonly id: string;
  readonly help: string;
  readonly wrong?: string | undefined;
}) {
  const { id, help, wrong } = props;
  return (
    <p
      id={id}
      class={wrong === undefined ? 'help' : 'help problem'}
      role={wrong === undefined ? undefined : 'alert'}
    >
      {wrong ?? help}
    </p>
  );
}

/** The properties that the inputs of all kinds share. */
export interface About {
  readonly id: string;
  readonly value: unknown;
  readonly isWrong: boolean;
  readonly describedBy: string;
}

function Input(props: {
  readonly kind: ReturnType<typeof kindOf>;
  readonly about: About;
  readonly schema: FieldSchema;
  readonly isRequired: boolean;
  readonly change: (value: unknown) => void;
}) {
  const { kind, about, schema, isRequired, change } = props;
  switch (kind) {
    case 'secret':
      return <SecretInput about={about} isSealed={isBlock(about.value)} change={change} />;
    case 'number':
      return <NumberInput about={about} schema={schema} change={change} />;
    case 'choices':
      return <Choices about={about} schema={schema} change={change} />;
    case 'lines':
      return <Lines about={about} change={change} />;
    case 'choice':
      return (
        <select
          id={about.id}
          value={textOf(about.value ?? schema.default)}
          aria-describedby={about.describedBy}
          aria-invalid={about.isWrong}
          onChange={({ currentTarget: { value } }) => change(value === '' ? undefined : value)}
        >
          {schema.default === undefined && <option value="">–</option>}
          {(schema.enum ?? []).map((one) => (
            <option key={one} value={one}>
              {valueLabelOf(one)}
            </option>
          ))}
        </select>
      );
    case 'text':
      return (
        <input
          id={about.id}
          type="text"
          value={textOf(about.value)}
          placeholder={textOf(schema.default)}
          required={isRequired}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-describedby={about.describedBy}
          aria-invalid={about.isWrong}
          onInput={({ currentTarget: { value } }) => change(value === '' ? undefined : value)}
        />
      );
    case 'json':
    case 'block':
    case 'flag':
      return <Json about={about} change={change} />;
  }
}

/** The bounds of a number, as a text. */
function boundsOf({ minimum, maximum }: FieldSchema): string {
  if (minimum === undefined || maximum === undefined) return '';
  return t().add.between(figure(minimum), figure(maximum));
}
