/// Training a model's behaviour: preference data, recipes, synthesis and constitutions.
package enum Alignment {}
