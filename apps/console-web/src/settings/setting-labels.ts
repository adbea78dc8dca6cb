import { language } from '../texts/texts.js';
import { ACTIONS, LABELS, VALUES_ZH, type Label } from './setting-words.js';

/** A key without a label, such as the name of a project, is shown as it is. */
export function settingLabel(key: string): string | undefined {
  return saidOf(LABELS, key);
}

export function settingValue(value: string): string {
  const isKnown = language.value === 'zh' && Object.hasOwn(VALUES_ZH, value);
  return isKnown ? VALUES_ZH[value]! : value;
}

export function actionLabel(action: string): string {
  return saidOf(ACTIONS, action) ?? action;
}

function saidOf(labels: Readonly<Record<string, Label>>, key: string): string | undefined {
  if (!Object.hasOwn(labels, key)) return undefined;
  const [en, zh] = labels[key]!;
  return language.value === 'zh' ? zh : en;
}
