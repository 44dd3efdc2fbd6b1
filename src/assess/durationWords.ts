/** A run's own length, as in `0.4 s`, `12 s`, `3 min` or `1 h 20 min`. */
export function durationWords(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 119.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  const rest = minutes % 60;
  if (minutes < 120) return `${minutes} min`;
  return rest === 0 ? `${(minutes - rest) / 60} h` : `${(minutes - rest) / 60} h ${rest} min`;
}
