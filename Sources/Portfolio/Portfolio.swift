/// The ninety-day plan, the roles, the artifacts and the site that shows them.
package enum Portfolio {}
