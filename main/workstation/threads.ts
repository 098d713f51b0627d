// Each wait of PC/SC and each call to a driver that hangs holds a thread of the pool, which has four. Read when the first
// of them is asked for: this module is imported before any other.
process.env['UV_THREADPOOL_SIZE'] ??= '12'
