import { Optional, Whole } from '#options';

/** The queue of targets that have something to report. */
export class QueueOptions {
  /** Over how many queues the targets are spread: in a Redis cluster one queue is one node's work. */
  @Optional()
  @Whole(1, 64)
  shards = 1;
}
