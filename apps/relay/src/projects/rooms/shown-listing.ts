import type { LiveJob, LiveRoom } from '#metastudio';
import { shownText } from '../../listing/shown-text.js';

/** A room as commands and the API show it. Nothing of it is a secret. */
export type ShownRoom = ReturnType<typeof shownRoomOf>;
/** A job as commands and the API show it. Nothing of it is a secret. */
export type ShownJob = ReturnType<typeof shownJobOf>;

/** Leaves out addresses of pictures, which are signed, and the tenant's own data. */
export function shownRoomOf(room: LiveRoom) {
  return {
    roomId: room.roomId,
    roomName: shownText(room.roomName),
    roomType: room.roomType,
    roomState: room.roomState,
    viewMode: room.viewMode,
    confirmState: room.confirmState,
    description: shownText(room.roomDescription),
    errorCode: shownText(room.errorInfo?.errorCode),
    errorMessage: shownText(room.errorInfo?.errorMsg),
    models: room.models.map(({ modelAssetId, assetName }) => {
      return { modelAssetId, assetName: shownText(assetName) };
    }),
    createTime: room.createTime,
    updateTime: room.updateTime,
    lastJobStatus: room.lastJobStatus,
    lastJobStartTime: room.lastJobStartTime,
    lastJobEndTime: room.lastJobEndTime,
  };
}

/** Shows whether there is a report URL, but not the URL: with it anybody can report. */
export function shownJobOf(job: LiveJob) {
  return {
    jobId: job.jobId,
    roomId: job.roomId,
    roomName: shownText(job.roomName),
    state: job.state,
    createTime: job.createTime,
    startTime: job.startTime,
    endTime: job.endTime,
    updateTime: job.updateTime,
    durationSeconds: job.durationSeconds,
    streamDurationSeconds: job.streamDurationSeconds,
    errorCode: shownText(job.errorInfo?.errorCode),
    errorMessage: shownText(job.errorInfo?.errorMsg),
    blockReason: shownText(job.blockReason),
    platform: shownText(job.platform?.platform),
    liveId: shownText(job.platform?.liveId),
    usedResourceType: job.usedResourceType,
    hasReportUrl: job.reportUrl !== undefined,
  };
}
