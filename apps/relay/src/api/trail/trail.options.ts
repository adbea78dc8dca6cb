import { Optional, Text, Whole } from '#options';

/** Whose events are asked about, and of which target. */
export class TrailQuery {
  /** A part of a comment, or of a user's name, or a user's id; left out: the latest events. */
  @Optional()
  @Text('1 to 200 characters', /^[^]{1,200}$/u)
  text?: string;

  /** Left out: all targets. */
  @Optional()
  @Text('the id of a target', /^[^\s]{1,256}$/u)
  target?: string;

  /** Left out: all bridges of the target. */
  @Optional()
  @Text('the name of a bridge', /^[^\s]{1,256}$/u)
  bridge?: string;

  @Optional()
  @Whole(1, 500)
  limit = 50;
}
