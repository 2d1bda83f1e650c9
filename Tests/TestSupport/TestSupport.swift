/// Helpers that several test targets share.
package enum TestSupport {}
