import { Controller, Get, Query, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  checkFilters,
  InvalidFilterError,
  jobQueryOf,
  roomQueryOf,
  type LiveJob,
  type ManagementClient,
} from '#metastudio';
import { AllowAccess } from '../../console/access/access.js';
import {
  shownJobOf,
  shownRoomOf,
  type ShownJob,
  type ShownRoom,
} from '../../projects/rooms/shown-listing.js';
import { Describe } from '../docs/describe.js';
import { pageOf } from '../docs/schemas.js';
import type { Page } from '../requests/page.js';
import { queryOf, type RawQuery } from '../requests/query.js';
import { Listings, type ListingRange } from './listings.js';
import { JobsQuery, RoomsQuery } from './listings.options.js';

/** Lists the live rooms and jobs of MetaStudio. */
@Controller('api')
@AllowAccess('api')
export class ListingsController implements BeforeApplicationShutdown {
  constructor(private readonly listings: Listings) {}

  @Get('projects')
  @Describe({ summary: 'The projects of the configuration', answer: pageOf('Project') })
  projects(): Page<{ readonly name: string; readonly canList: boolean }> {
    return { items: this.listings.projects() };
  }

  @Get('rooms')
  @Describe({
    summary: 'Live rooms of MetaStudio',
    query: RoomsQuery,
    answer: pageOf('Room'),
    problems: ['metastudio-failed', 'too-many-questions'],
  })
  async rooms(@Query() raw: RawQuery): Promise<Page<ShownRoom>> {
    const query = queryOf(raw, RoomsQuery);
    const { project: _project, limit: _limit, cursor: _cursor, ...filter } = query;
    const page = await this.listings.page(query, {
      check: () => void roomQueryOf(filter),
      list: (client, range) => client.listSmartLiveRooms({ ...filter, ...range }),
    });
    return { ...page, items: page.items.map((room) => shownRoomOf(room)) };
  }

  @Get('jobs')
  @Describe({
    summary: 'Live jobs of MetaStudio',
    query: JobsQuery,
    answer: pageOf('Job'),
    problems: ['metastudio-failed', 'too-many-questions'],
  })
  async jobs(@Query() raw: RawQuery): Promise<Page<ShownJob>> {
    const query = queryOf(raw, JobsQuery);
    const page = await this.listings.page(query, {
      check: () => checkJobs(query),
      list: (client, range) => listJobs(client, query, range),
    });
    return { ...page, items: page.items.map((job) => shownJobOf(job)) };
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.listings.close();
  }
}

function filterOf({ project: _project, limit: _limit, cursor: _cursor, ...filter }: JobsQuery) {
  return filter;
}

function checkJobs(query: JobsQuery): void {
  checkFilters([() => jobQueryOf(filterOf(query)), () => checkRoom(query)]);
}

function checkRoom({ roomId, roomName }: JobsQuery): void {
  if (roomId === undefined || roomName === undefined) return;
  throw new InvalidFilterError('roomName', 'does not go with roomId');
}

function listJobs(
  client: ManagementClient,
  query: JobsQuery,
  range: ListingRange,
): AsyncGenerator<LiveJob> {
  const { roomId, ...filter } = filterOf(query);
  return roomId === undefined
    ? client.listJobs({ ...filter, ...range })
    : client.listRoomJobs(roomId, { ...filter, ...range });
}
