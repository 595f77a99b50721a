import { transform } from '../src/transform.ts'

export default transform({
  into: 'staging_events',
  row: 'an event of the log, as it was written',
  copy: {
    from: 'log_data',
    json: 'log_jsonpath', // the log's keys are camelCase: 'auto' would leave those columns null
    timeformat: 'epochmillisecs',
  },
  moment: 'ts',
})
