import { isBlock, textOf, type Draft } from '../forms/draft.js';

const NAME_MAX = 64;
const PLACES = ['channel', 'username', 'uniqueId', 'roomId', 'room', 'videoId'];

/** Suggests a name for a new bridge, from its source type and its channel or room. */
export function suggestedName({ source }: Draft): string {
  if (!isBlock(source)) return '';
  const place = PLACES.map((key) => source[key]).find((value) => textOf(value) !== '');
  const words = [textOf(source['type']), textOf(place)];
  return words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_.]+/gu, '-')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/gu, '')
    .slice(0, NAME_MAX);
}
