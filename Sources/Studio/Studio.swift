/// The web studio over a workspace: pages, live views and the JSON API.
package enum Studio {}
