/**
 * Loaded before a child's own program (`node --import`): when the supervisor is gone, killed or not, the child ends too,
 * so that a `kill -9` of the supervisor leaves nothing that holds a port.
 */
process.on('disconnect', () => {
  // First the orderly way; a child that hangs is cut off.
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), 5_000).unref()
})

// Listening alone must not keep a program alive that has ended its work.
process.channel?.unref()
