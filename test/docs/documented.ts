import type { SourceType } from '#platforms';
import { CHINESE_SOURCES } from '../cli/frames/chinese-frames.js';
import { DOUYIN_SOURCES } from '../cli/frames/douyin-frames.js';
import { MANY_SITE_SOURCES } from '../cli/frames/many-sites-frames.js';
import type { DocumentedSource } from '../cli/frames/reported.js';
import { TOOL_SOURCES } from '../cli/frames/tool-frames.js';
import { WESTERN_SOURCES } from '../cli/frames/western-frames.js';

/** The frames that each platform documents, and what they are reported as. */
export const DOCUMENTED = new Map<SourceType, DocumentedSource>(
  [
    ...CHINESE_SOURCES,
    ...DOUYIN_SOURCES,
    ...MANY_SITE_SOURCES,
    ...TOOL_SOURCES,
    ...WESTERN_SOURCES,
  ].map((source) => [source.type, source]),
);
