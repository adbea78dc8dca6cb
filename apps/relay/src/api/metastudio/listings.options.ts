import { Optional, Text, TextList } from '#options';
import { PageQuery } from '../requests/page.js';

/** What the filters themselves check is only bounded here. */
class ProjectQuery extends PageQuery {
  @Optional()
  @Text('the name of a project')
  project?: string;
}

/** Which live rooms. */
export class RoomsQuery extends ProjectQuery {
  @Optional()
  @Text("a part of the room's name")
  roomName?: string;

  @Optional()
  @TextList('of WAITING, PROCESSING, SUCCESS, FAILED, CANCELED and NULL (no job yet)', 16)
  liveState?: string[];

  @Optional()
  @Text('NORMAL, TEMP or TEMPLATE')
  roomType?: string;

  @Optional()
  @Text('unconfirm, confirmed or reject')
  confirmState?: string;

  @Optional()
  @Text('OWNED, SHARED_TO_OHTERS, SHARED_FROM_OHTERS or PUBLIC')
  templateOwnType?: string;

  @Optional()
  @Text('the asset id of a virtual human')
  dhId?: string;

  @Optional()
  @Text("a part of a virtual human's name")
  modelName?: string;

  @Optional()
  @Text('of the newest job, such as 2026-01-10T08:43:17Z')
  startTime?: string;

  @Optional()
  @Text('of the newest job, such as 2026-01-10T08:43:17Z')
  endTime?: string;
}

/** Which live jobs. */
export class JobsQuery extends ProjectQuery {
  @Optional()
  @Text('the id of a room: only its jobs', /^[A-Za-z0-9_-]{1,64}$/)
  roomId?: string;

  @Optional()
  @Text("a part of the room's name; not with roomId")
  roomName?: string;

  @Optional()
  @TextList('of WAITING, PROCESSING, SUCCEED, FAILED and BLOCKED', 16)
  state?: string[];

  @Optional()
  @Text('create_time, update_time or asset_order')
  sortKey?: string;

  @Optional()
  @Text('asc or desc', /^(?:asc|desc)$/)
  sortDir?: 'asc' | 'desc';

  @Optional()
  @Text('a time such as 2026-01-10T08:43:17Z')
  createSince?: string;

  @Optional()
  @Text('a time such as 2026-01-10T08:43:17Z')
  createUntil?: string;
}
