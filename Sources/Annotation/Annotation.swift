/// Human judgments on samples, and votes between two: projects, agreement, the arena.
package enum Annotation {}
