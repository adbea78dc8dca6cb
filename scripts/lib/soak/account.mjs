// Checks that every event is accounted for, and that the reported ones arrived once and in order.

/** @returns the figures, and a sentence for each problem. */
export async function accountOf(installation, chaos) {
  const rows = await installation.rows();
  const { accepted, inFlightPerJobMax, chat } = await installation.state();
  const sum = (of) => rows.reduce((total, row) => total + of(row), 0);
  const figures = {
    sent: Object.values(chat)
      .flat()
      .reduce((total, room) => total + room.sent.total, 0),
    received: sum((row) => row.received),
    reported: sum((row) => row.reported),
    deadLettered: sum((row) => row.deadLettered),
    dropped: sum((row) => Object.values(row.dropped).reduce((all, count) => all + count, 0)),
    waiting: sum((row) => row.waiting),
    unaccounted: sum((row) => Math.abs(row.unaccounted)),
    accepted: accepted.events,
    duplicates: accepted.duplicates,
    outOfOrder: accepted.outOfOrder,
  };
  const again = chaos.ambiguities * accepted.eventsPerReportMax;
  // Viewer counts carry no mark, so a repeated one cannot be recognised.
  const arrived = accepted.distinct + accepted.unmarked;
  const checks = [
    [figures.reported > 0, 'Nothing was reported.'],
    [figures.unaccounted === 0, 'The ledger does not balance.'],
    [figures.waiting === 0, `${figures.waiting} events still wait.`],
    [figures.deadLettered === 0, `${figures.deadLettered} events became dead letters.`],
    [figures.outOfOrder === 0, `${figures.outOfOrder} events came out of order.`],
    [accepted.untracked === 0, 'Some events could not be followed.'],
    [inFlightPerJobMax === 1, `${inFlightPerJobMax} reports of one job were in flight at a time.`],
    [figures.duplicates <= again, `${figures.duplicates} events came again: at most ${again}.`],
    [
      figures.reported <= arrived,
      `${figures.reported - arrived} events are said to be reported and are not.`,
    ],
    [
      arrived - figures.reported <= again,
      `${arrived - figures.reported} events more arrived than were reported.`,
    ],
  ];
  return { figures, problems: checks.flatMap(([holds, problem]) => (holds ? [] : [problem])) };
}
