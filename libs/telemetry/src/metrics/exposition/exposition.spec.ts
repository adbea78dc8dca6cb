import { exposition, formatFor } from './exposition.js';

const FAMILY = {
  name: 'relay_reports_total',
  type: 'counter',
  help: 'So "many".\nReports',
  samples: [{ text: 'outcome="retry"', value: 2 }],
};
const HISTOGRAM = {
  name: 'relay_report_duration_seconds',
  type: 'histogram',
  help: 'How long.',
  samples: [
    {
      suffix: '_bucket',
      text: 'le="0.1"',
      value: 1,
      exemplar: { labels: 'request_id="r-1"', value: 0.05, at: 1_700_000_000.5 },
    },
    { suffix: '_count', text: '', value: Infinity },
  ],
};

describe('exposition', () => {
  it("is Prometheus' text, without exemplars", () => {
    expect(String(exposition([FAMILY, HISTOGRAM], 'prometheus')).split('\n')).toEqual([
      '# HELP relay_reports_total So "many".\\nReports',
      '# TYPE relay_reports_total counter',
      'relay_reports_total{outcome="retry"} 2',
      '# HELP relay_report_duration_seconds How long.',
      '# TYPE relay_report_duration_seconds histogram',
      'relay_report_duration_seconds_bucket{le="0.1"} 1',
      'relay_report_duration_seconds_count +Inf',
      '',
    ]);
  });

  it('is OpenMetrics where that is asked for: counters without _total, exemplars, an end', () => {
    expect(String(exposition([FAMILY, HISTOGRAM], 'openmetrics')).split('\n')).toEqual([
      '# HELP relay_reports So \\"many\\".\\nReports',
      '# TYPE relay_reports counter',
      'relay_reports_total{outcome="retry"} 2',
      '# HELP relay_report_duration_seconds How long.',
      '# TYPE relay_report_duration_seconds histogram',
      'relay_report_duration_seconds_bucket{le="0.1"} 1 # {request_id="r-1"} 0.05 1700000000.5',
      'relay_report_duration_seconds_count +Inf',
      '# EOF',
      '',
    ]);
  });
});

describe('formatFor', () => {
  it.each([
    // What Prometheus 2.42 sends.
    [
      'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
      'openmetrics',
    ],
    ['application/openmetrics-text', 'openmetrics'],
    ['application/openmetrics-text; version="1.0.0"; charset=utf-8', 'openmetrics'],
    ['text/plain, application/openmetrics-text;q=0.5', 'prometheus'],
    ['application/openmetrics-text;q=0', 'prometheus'],
    ['application/openmetrics-text;version=2.0.0', 'prometheus'],
    ['text/html,*/*', 'prometheus'],
    ['', 'prometheus'],
    [undefined, 'prometheus'],
  ])('chooses for Accept: %s', (accept, format) => {
    expect(formatFor(accept)).toBe(format);
  });
});
