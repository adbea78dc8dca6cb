import { language, t } from './texts.js';

/** A number with its thousands grouped; shortened from a hundred thousand on. */
export function figure(number: number): string {
  const locale = language.value === 'zh' ? 'zh-CN' : 'en';
  return number < 100_000
    ? number.toLocaleString(locale)
    : number.toLocaleString(locale, { notation: 'compact', maximumFractionDigits: 1 });
}

/** A rate a second. Small rates keep a decimal. */
export function rateFigure(rate: number): string {
  if (rate === 0) return '0';
  if (rate < 0.1) return '<0.1';
  return rate < 10 ? rate.toFixed(1) : figure(Math.round(rate));
}

/** A duration in the largest unit that fits. */
export function span(ms: number): string {
  const { s, min, h, d } = t().units;
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} ${s}`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} ${min}`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} ${h}`;
  return `${Math.floor(seconds / 86_400)} ${d}`;
}

/** A latency: in ms below a second, with a decimal below ten seconds. */
export function latencyFigure(ms: number): string {
  const { s } = t().units;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} ${s}` : span(ms);
}

/** How long ago. */
export function since(ms: number): string {
  return ms < 2000 ? t().now : t().ago(span(ms));
}

/** The time of day, by this machine's clock; with the date unless that is today's. */
export function clock(at: number, now = Date.now()): string {
  return day(at) === day(now) ? timeOfDay(at) : dayAndTime(at);
}

/** The date and the time of day, by this machine's clock. */
export function dayAndTime(at: number): string {
  return `${day(at)} ${timeOfDay(at)}`;
}

function timeOfDay(at: number): string {
  return new Date(at).toLocaleTimeString(placeOfLanguage());
}

function day(at: number): string {
  return new Date(at).toLocaleDateString(placeOfLanguage());
}

function placeOfLanguage(): string {
  return language.value === 'zh' ? 'zh-CN' : 'en-GB';
}
